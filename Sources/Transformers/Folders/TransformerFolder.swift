internal import Bytes
internal import Files
internal import Tensors
internal import Text

/// Where the parts of a transformer are: config.json, weights and tokenizer in one folder, or a PEFT adapter's folder and its base's.
struct TransformerFolder: Sendable {
  /// The folder that was given; its tokenizer goes before the base's.
  let folder: ModelFolder
  /// The folder with config.json and the weights.
  let base: ModelFolder
  private let adapter: LoRAConfiguration?

  init(_ folder: ModelFolder) throws {
    self.folder = folder
    adapter = try folder.optionalConfiguration("adapter_config.json").map(LoRAConfiguration.init)
    base = try adapter.map { try Self.base(of: folder, $0) } ?? folder
  }

  var isAdapter: Bool { adapter != nil }

  func configuration() throws -> ConfigurationReader { try base.configuration("config.json") }

  /// The weights, with an adapter's changes beside them.
  func checkpoint(on instructionSet: InstructionSet) throws -> Checkpoint {
    var checkpoint = try base.checkpoint()
    guard let adapter else { return checkpoint }
    let changes = try folder.checkpoint("adapter_model", pickled: "adapter_model").files
    guard changes.count == 1 else {
      throw TransformersError.adapter(
        path: folder.file("adapter_model.safetensors.index.json"), reason: "an adapter in several files is not implemented")
    }
    checkpoint.adapter = try LoRAAdapter(file: changes[0], configuration: adapter, on: instructionSet)
    return checkpoint
  }

  /// The base model: the adapter's own folder when it holds a whole model too, as transformers has it; a folder seen from the adapter's own, or what `ModelFinder` finds.
  private static func base(of folder: ModelFolder, _ adapter: LoRAConfiguration) throws -> ModelFolder {
    let isWhole = folder.has("config.json") && (folder.has("model.safetensors") || folder.has("model.safetensors.index.json"))
    if isWhole { return folder }
    let beside = folder.file(adapter.base)
    if !adapter.base.hasPrefix("/"), Paths.exists("\(beside)/config.json") { return try ModelFolder(beside) }
    do { return try ModelFolder(ModelFinder.find(adapter.base, revision: adapter.revision)) } catch {
      throw TransformersError.baseNotFound(path: folder.file("adapter_config.json"), reason: "\(error)")
    }
  }

  private func holder(of name: String) -> ModelFolder { folder.has(name) ? folder : base }

  /// More rows than this without a token are no padding of an embedding table, which is rounded up to a round number: ModernBERT's has
  /// 88 of them, multilingual GTE's 46.
  private static let unusedEmbeddings = 1_024

  /// The tokenizer; its vocabulary must not be larger than `embeddings`, nor much smaller.
  func tokenizer(embeddings: Int, lowercasing: Bool = false) throws -> Tokenizer {
    let holder = holder(of: "tokenizer.json")
    let stated = try holder.optionalConfiguration("tokenizer_config.json")
    try stated?.refuseLeftTruncation()
    guard holder.has("tokenizer.json") else { throw TransformersError.noTokenizer(folder: holder.path) }
    let bytes = try holder.bytes("tokenizer.json"), source = holder.file("tokenizer.json")
    let tokenizer = try Tokenizer(json: lowercasing ? LowercasingTokenizer.json(bytes) : bytes, source: source)
    try stated?.refuseOtherNormalization(than: tokenizer)
    guard tokenizer.vocabularySize <= embeddings, embeddings - tokenizer.vocabularySize <= Self.unusedEmbeddings else {
      throw TransformersError.vocabulary(path: source, tokens: tokenizer.vocabularySize, embeddings: embeddings)
    }
    return tokenizer
  }

  /// `model_max_length` of tokenizer_config.json (or `max_len`, as it was called), where it is a real limit and not transformers' "very
  /// large integer", 1e30.
  func tokenizerLimit() throws -> Int? {
    let file = try holder(of: "tokenizer.json").optionalConfiguration("tokenizer_config.json")
    guard let file, let key = ["model_max_length", "max_len"].first(where: { file.value($0) != nil }) else { return nil }
    guard let number = file.value(key)?.double, number >= 1, number == number.rounded() else {
      throw TransformersError.configuration(path: file.path, key: key, reason: "must be a whole number from 1 upward")
    }
    return file.value(key)?.int
  }

  /// A digest over the bytes of the configuration, the tokenizer and the weights, and over what an adapter changes.
  func digest(of checkpoint: Checkpoint) throws -> Digest {
    let digest = Digest()
    for (folder, name) in [(base, "config.json"), (holder(of: "tokenizer.json"), "tokenizer.json")] {
      let bytes = try folder.bytes(name)
      digest.update(UInt64(bytes.count))
      digest.update(bytes)
    }
    digest.update(checkpoint)
    return digest
  }
}

extension Digest {
  /// Adds the bytes of all files of a checkpoint, and an adapter's scales.
  func update(_ checkpoint: Checkpoint) {
    for file in checkpoint.files {
      let mapped = file.file
      if checkpoint.files.count > 1 { update(UInt64(mapped.bytes.byteCount)) }
      mapped.forEachPiece { update($0) }
    }
    guard let adapter = checkpoint.adapter else { return }
    for change in adapter.updates { update(UInt64(change.scale.bitPattern)) }
    let mapped = adapter.file.file
    mapped.forEachPiece { update($0) }
  }
}
