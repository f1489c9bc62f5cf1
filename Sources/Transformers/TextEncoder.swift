public import Bytes
internal import Parallelism
public import Tensors
internal import Text

/// A bi-encoder: texts in, one vector each out, as sentence-transformers computes them.
public final class TextEncoder: Sendable {
  /// Floats of a vector.
  public let dimension: Int
  /// What decides the vectors, up to rounding.
  public let identity: EncoderIdentity
  /// The instruction-set path that computes them; results are the same bits for any threads and batches on one path.
  public let instructionSet: InstructionSet
  let engine: InferenceEngine
  private let tokenizer: Tokenizer
  let pooling: Pooling
  let modules: [SentenceModule]
  private let prompts: Prompts

  /// Loads a model from its folder: a sentence-transformers folder, or a plain transformer, which is then mean-pooled. Either may be a
  /// PEFT adapter's.
  ///
  /// With `precision` int8 the linear layers compute in eight bits. Computes on the path of `WINNOW_ISA`, or the fastest one, unless
  /// another is given. Throws `TransformersError` when a file is missing, malformed or does not fit the others.
  public convenience init(folder: String, precision: Precision = .fp32, instructionSet: InstructionSet? = nil) throws {
    let path = try instructionSet ?? InstructionSet.chosen()
    let folder = try SentenceTransformerFolder(ModelFolder(folder))
    try self.init(
      folder, folder.transformer.configuration(), maxLength: nil, Arithmetic(instructionSet: path, precision: precision))
  }

  init(
    _ folder: SentenceTransformerFolder, _ configuration: ConfigurationReader, maxLength: Int?, _ arithmetic: Arithmetic
  ) throws {
    let model = folder.transformer, path = arithmetic.instructionSet
    if !folder.isDeclared { try Self.refuseClassifier(configuration) }
    let weights = try model.checkpoint(on: path)
    let body = try ModelFamily.of(configuration).body(configuration, weights, arithmetic)
    let limits = body.limits
    tokenizer = try model.tokenizer(embeddings: limits.vocabulary, lowercasing: folder.settings.lowercases)
    let digest = try model.digest(of: weights)
    if folder.settings.lowercases { digest.update(field: "do_lower_case") }
    pooling = folder.pooling
    (modules, dimension) = try folder.modules(width: limits.hidden * pooling.modes.count, digest: digest, arithmetic)
    engine = InferenceEngine(body, on: path)
    prompts = folder.prompts
    self.instructionSet = path
    if arithmetic.training != nil { digest.update(field: "under training") }
    let length = try maxLength ?? folder.settings.maximumLength ?? model.tokenizerLimit() ?? .max
    identity = folder.identity(
      model: digest.hex, dimension: dimension, modules: modules, maximumLength: min(length, limits.positions),
      precision: arithmetic.precision)
  }

  /// A cross-encoder's hidden states were never trained to be compared: its vectors would only look like embeddings.
  private static func refuseClassifier(_ configuration: ConfigurationReader) throws {
    let names = configuration.value("architectures")?.array?.compactMap { $0.string?.text } ?? []
    if let name = names.first(where: { $0.hasSuffix("ForSequenceClassification") }) {
      throw TransformersError.configuration(
        path: configuration.path, key: "architectures",
        reason: "names \(name), a cross-encoder, and there is no modules.json; give an encoder such as all-MiniLM-L6-v2")
    }
  }

  /// The vectors of some texts: `texts.count` rows of `dimension` floats, in order. Texts are UTF-8 and may be empty; what is longer
  /// than the maximum length, the prompt included, is cut.
  ///
  /// `progress` hears, one call at a time, how many texts are finished; `account`, what the operations took. Throws when the folder has
  /// no prompt of the name that is asked for.
  public func encode(
    _ texts: [[UInt8]], prompt: TextPrompt = .standard, threads: Int, account: OperationAccount? = nil,
    progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> [Float] {
    let prefix = try text(of: prompt).bytes, skipped = tokensSkipped(prefix)
    return try InputWindows.concatenate(count: texts.count, bytes: { texts[$0].count }) { window in
      let sequences = try tokenized(window, threads: threads, account: account) { index in
        sequence(prefix + texts[index])
      }
      return try encode(tokens: sequences, skipping: skipped, threads: threads, account: account) {
        progress(window.lowerBound + $0)
      }
    }
  }

  /// The text that a prompt stands for; an error, which lists the folder's prompts, when it has none of that name.
  public func text(of prompt: TextPrompt) throws -> ByteString {
    switch prompt {
    case .standard: return identity.prefix
    case .query: return identity.queryPrompt
    case .document: return identity.documentPrompt
    case .text(let text): return text
    case .named(let name):
      guard let text = prompts[name] else {
        throw TransformersError.unknownPrompt(name: name.text, known: prompts.named.map(\.name.text))
      }
      return text
    }
  }

  /// The tokens of a text.
  func sequence(_ text: [UInt8]) -> TokenSequence { tokenizer.sequence(text, maximumLength: identity.maximumLength) }

  /// Tokens of a prompt that pooling leaves out.
  func tokensSkipped(_ prompt: [UInt8]) -> Int {
    pooling.includesPrompt || prompt.isEmpty ? 0 : tokenCount(ofPrompt: prompt)
  }

  /// Tokens before those of a text that follows: a special token at the end does not count.
  private func tokenCount(ofPrompt prefix: [UInt8]) -> Int {
    let alone = tokenizer.sequence(prefix, maximumLength: identity.maximumLength)
    let empty = tokenizer.sequence([], maximumLength: identity.maximumLength)
    return alone.count - (alone.ids.last == empty.ids.last ? 1 : 0)
  }

  /// The vectors of texts that are tokens already. The first `skipped` of each are a prompt that pooling leaves out.
  package func encode(
    tokens: [TokenSequence], skipping skipped: Int = 0, threads: Int, account: OperationAccount? = nil,
    progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> [Float] {
    let pooling = pooling, modules = modules, instructionSet = instructionSet
    return try engine.run(tokens, width: dimension, threads: threads, account: account, progress: progress) { batch, memory in
      var vectors = pooling.vectors(
        batch, of: memory.hidden, skipped: [Int](repeating: skipped, count: batch.count), on: instructionSet)
      for module in modules { vectors = module.apply(vectors, on: instructionSet) }
      return vectors.array
    }
  }
}

extension Matrix {
  /// All elements, row by row.
  var array: [Float] {
    var out = [Float](repeating: 0, count: rows * columns)
    var target = out.mutableSpan
    let source = elements
    for index in source.indices { target[index] = source[index] }
    return out
  }
}
