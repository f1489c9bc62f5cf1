internal import Bytes
internal import Files

/// What a sentence-transformers folder says beyond the transformer: pooling, normalisation, maximum length, prompt.
///
/// Source: sentence-transformers 6.2, base/model.py and sentence_transformer/modules. A folder without modules.json is taken as that
/// library takes it: mean pooling, no normalisation.
struct SentenceTransformerFolder {
  let transformer: ModelFolder
  let pooling: Pooling
  let normalises: Bool
  /// False when pooling and normalisation are assumed, for want of a modules.json.
  let isDeclared: Bool
  /// The default prompt, put before every text.
  let prefix: ByteString
  /// `max_seq_length`, where it is given.
  let maximumLength: Int?

  init(_ folder: ModelFolder) throws {
    let modules = try Self.modules(of: folder)
    isDeclared = modules != nil
    transformer = modules?.transformer ?? folder
    pooling = try modules?.pooling.map(Self.pooling) ?? .mean
    normalises = modules?.normalises ?? false
    prefix = try Self.prefix(of: folder)
    // Without modules.json that library does not look at sentence_bert_config.json either.
    maximumLength = try isDeclared ? Self.maximumLength(of: transformer) : nil
  }

  private struct Modules {
    var transformer: ModelFolder
    var pooling: ConfigurationReader?
    var normalises: Bool
  }

  /// The modules in their order: Transformer, Pooling, and perhaps Normalize.
  private static func modules(of folder: ModelFolder) throws -> Modules? {
    guard let list = try folder.optionalConfiguration("modules.json") else { return nil }
    var found = Modules(transformer: folder, pooling: nil, normalises: false)
    for (index, module) in (list.json.array ?? []).enumerated() {
      let name = module["type"]?.string?.text.split(separator: ".").last.map(String.init) ?? ""
      let part = module["path"]?.string?.text ?? ""
      let place = { part.isEmpty ? folder : try ModelFolder(folder.file(part)) }
      switch (index, name) {
      case (0, "Transformer"): found.transformer = try place()
      case (1, "Pooling"): found.pooling = try place().configuration("config.json")
      case (2, "Normalize"): found.normalises = true
      default:
        throw TransformersError.configuration(
          path: list.path, key: "type",
          reason: "is '\(name)' for module \(index); implemented is the order Transformer, Pooling, Normalize")
      }
    }
    guard found.pooling != nil else {
      throw TransformersError.configuration(path: list.path, key: "type", reason: "names no Pooling as module 1")
    }
    return found
  }

  private static let legacyModes = [
    "pooling_mode_cls_token": "cls", "pooling_mode_max_tokens": "max", "pooling_mode_mean_tokens": "mean",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens", "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "lasttoken",
  ]

  /// The one pooling mode; both spellings of the file are read.
  private static func pooling(_ file: ConfigurationReader) throws -> Pooling {
    var modes: [String] = []
    if let named = file.value("pooling_mode") {
      modes = (named.array ?? [named]).compactMap { $0.string?.text }
    } else {
      for (key, mode) in legacyModes.sorted(by: { $0.key < $1.key }) where try file.flag(key, default: false) {
        modes.append(mode)
      }
      if modes.isEmpty { modes = ["mean"] }
    }
    guard modes.count == 1, let pooling = Pooling(rawValue: modes[0]) else {
      throw TransformersError.configuration(
        path: file.path, key: "pooling_mode",
        reason: "is \(modes.joined(separator: " and ")); implemented is one of mean, cls and max")
    }
    _ = try file.flag("include_prompt", default: true, only: true)
    return pooling
  }

  private static func prefix(of folder: ModelFolder) throws -> ByteString {
    guard let file = try folder.optionalConfiguration("config_sentence_transformers.json"),
      let name = file.value("default_prompt_name")?.string
    else { return "" }
    guard let prompt = file.value("prompts")?[name]?.string else {
      throw TransformersError.configuration(path: file.path, key: "default_prompt_name", reason: "names no entry of 'prompts'")
    }
    return prompt
  }

  private static func maximumLength(of transformer: ModelFolder) throws -> Int? {
    guard let file = try transformer.optionalConfiguration("sentence_bert_config.json") else { return nil }
    if try file.flag("do_lower_case", default: false) {
      // Harmless where the tokenizer lowercases anyway.
      let tokenizer = try transformer.optionalConfiguration("tokenizer_config.json")
      guard try tokenizer?.flag("do_lower_case", default: false) == true else {
        throw TransformersError.configuration(
          path: file.path, key: "do_lower_case", reason: "is true for a cased tokenizer, which is not implemented")
      }
    }
    return file.value("max_seq_length") == nil ? nil : try file.size("max_seq_length", default: 512)
  }
}
