internal import Bytes

/// sentence_bert_config.json: what sentence-transformers' module Transformer does beside the model. Source: version 6.2,
/// base/modules/transformer.py; older folders call the file after their family.
struct TransformerSettings {
  /// `max_seq_length`, where it is given.
  var maximumLength: Int?
  /// True when texts are lowercased before the tokenizer's own normaliser.
  var lowercases = false

  /// Families that name the file.
  static let files = ["bert", "roberta", "distilbert", "camembert", "albert", "xlm-roberta", "xlnet"]

  init() {}

  /// The settings of a module for `task`, "feature-extraction" or "sequence-classification".
  init(_ folder: ModelFolder, task: String) throws {
    guard let name = Self.files.map({ "sentence_\($0)_config.json" }).first(where: folder.has) else { return }
    let file = try folder.configuration(name)
    _ = try file.choice("transformer_task", default: task, from: [task: true])
    let output = task == "feature-extraction" ? "token_embeddings" : "scores"
    _ = try file.choice("module_output_name", default: output, from: [output: true])
    try Self.refuseRest(file)
    lowercases = try file.flag("do_lower_case", default: false)
    let processor = try file.section("processor_kwargs") ?? file.section("tokenizer_args")
    try processor?.refuseLeftTruncation()
    maximumLength = try processor?.optionalSize("model_max_length") ?? file.optionalSize("max_seq_length")
  }

  /// Entries that would change the tokens, or config.json's, and are not implemented.
  private static func refuseRest(_ file: ConfigurationReader) throws {
    for key in ["query_length", "document_length", "query_expansion", "processing_kwargs", "tokenizer_name_or_path"] {
      guard let value = file.value(key), value.object?.isEmpty != true else { continue }
      throw TransformersError.configuration(path: file.path, key: key, reason: "is set, which is not implemented")
    }
    for key in ["config_kwargs", "config_args"] { try file.section(key)?.expect(keys: ["trust_remote_code", "use_cache"]) }
  }
}

extension ConfigurationReader {
  /// Throws when long texts would lose their beginning, as `truncation_side` may ask of a tokenizer.
  func refuseLeftTruncation() throws { _ = try choice("truncation_side", default: "right", from: ["right": true]) }
}
