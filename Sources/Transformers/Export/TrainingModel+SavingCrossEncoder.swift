internal import Bytes

/// What sentence-transformers stores of a cross-encoder. Source: version 6.2, cross_encoder/model.py and base/model.py; versions before
/// 5.4 read the activation from config.json and pass over the rest.
extension TrainingModel {
  func saveCrossEncoder(_ folder: CrossEncoderFolder, _ options: SavingOptions, to out: inout FolderOut) throws {
    let source = try folder.transformer.configuration()
    let activation = JSONValue((options.activation ?? folder.activation).torchName)
    let own = source.value("sentence_transformers") ?? .object([])
    let configuration = source.json.classifying(as: try source.classifierArchitecture())
      .setting("sentence_transformers", own.setting("activation_fn", activation))
      .replacing("sbert_ce_default_activation_function", with: activation)
    try saveTransformer(folder.transformer, configuration: configuration, options, to: &out)
    try out.write(.array([Self.module(0, "", "sentence_transformers.base.modules.transformer.Transformer")]), to: "modules.json")
    try out.write(Self.settings(folder.settings, length: options.maximumLength), to: "sentence_bert_config.json")
    let prompts: JSONValue = folder.prefix.isEmpty ? .object([]) : ["standard": .string(folder.prefix)]
    try out.write(
      [
        "activation_fn": activation, "default_prompt_name": folder.prefix.isEmpty ? nil : "standard",
        "model_type": "CrossEncoder", "prompts": prompts,
      ], to: "config_sentence_transformers.json")
  }

  /// One entry of modules.json.
  static func module(_ index: Int, _ path: String, _ type: String) -> JSONValue {
    ["idx": JSONValue(index), "name": JSONValue("\(index)"), "path": JSONValue(path), "type": JSONValue(type)]
  }

  private static func settings(_ source: TransformerSettings, length: Int?) -> JSONValue {
    let settings: JSONValue = [
      "transformer_task": "sequence-classification",
      "modality_config": ["text": ["method": "forward", "method_output_name": "logits"]], "module_output_name": "scores",
      "do_lower_case": .bool(source.lowercases),
    ]
    return (length ?? source.maximumLength).map { settings.setting("max_seq_length", JSONValue($0)) } ?? settings
  }
}
