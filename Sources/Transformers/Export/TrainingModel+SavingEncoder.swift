internal import Bytes

/// What sentence-transformers stores of a bi-encoder. Source: version 6.2, sentence_transformer/model.py.
extension TrainingModel {
  private static let ownFiles = ["modules.json", "config_sentence_transformers.json"]

  func saveEncoder(
    _ folder: SentenceTransformerFolder, _ source: ModelFolder, _ options: SavingOptions, to out: inout FolderOut
  ) throws {
    let configuration = try folder.transformer.configuration()
    guard let list = try ModuleList(of: source) else {
      try saveTransformer(folder.transformer, configuration: configuration.json, options, to: &out)
      return try Self.declare(width: outputs, length: options.maximumLength, in: &out)
    }
    let part = list.part(0)
    try Self.copySettings(from: list.folder(0), length: options.maximumLength, part: part, to: &out)
    try saveTransformer(folder.transformer, configuration: configuration.json, options, part: part, to: &out)
    for index in list.kinds.indices.dropFirst() { try saveModule(index, of: list, options, to: &out) }
    try out.copy(Self.ownFiles, from: source)
  }

  /// A module behind the transformer: its files, with the trained weights in place of the old ones.
  private func saveModule(_ index: Int, of list: ModuleList, _ options: SavingOptions, to out: inout FolderOut) throws {
    guard let folder = try list.optionalFolder(index), !list.part(index).isEmpty else { return }
    let trained = parameters.filter { $0.role == .module(index) }
    if !trained.isEmpty {
      let tensors = trained.map { parameter in
        SavedTensor(name: parameter.name, shape: parameter.shape) { try $0(parameter.floats().span) }
      }
      try SafetensorsWriter.write(tensors, as: options.precision, to: out.file("model.safetensors", part: list.part(index)))
    }
    try out.copy(["config.json", "model.safetensors"], from: folder, part: list.part(index))
  }

  /// sentence_bert_config.json, or what it is called in older folders, with the length that is asked for.
  private static func copySettings(from folder: ModelFolder, length: Int?, part: String, to out: inout FolderOut) throws {
    let names = TransformerSettings.files.map { "sentence_\($0)_config.json" }
    guard let name = names.first(where: folder.has) else {
      if let length { try out.write(settings(length), to: names[0], part: part) }
      return
    }
    guard let length else { return try out.copy([name], from: folder, part: part) }
    let file = try folder.configuration(name)
    var json = file.json
    for key in ["processor_kwargs", "tokenizer_args"] {
      guard let section = file.value(key)?.replacing("model_max_length", with: JSONValue(length)) else { continue }
      json = json.setting(ByteString(key), section)
    }
    try out.write(json.setting("max_seq_length", JSONValue(length)), to: name, part: part)
  }

  /// The files of a plain transformer as sentence-transformers takes it: mean-pooled, not normalised.
  private static func declare(width: Int, length: Int?, in out: inout FolderOut) throws {
    let modules = [
      module(0, "", "sentence_transformers.models.Transformer"), module(1, "1_Pooling", "sentence_transformers.models.Pooling"),
    ]
    try out.write(.array(modules), to: "modules.json")
    try out.write(
      [
        "word_embedding_dimension": JSONValue(width), "pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true,
        "pooling_mode_max_tokens": false, "pooling_mode_mean_sqrt_len_tokens": false,
      ], to: "config.json", part: "1_Pooling")
    try out.write(settings(length), to: "sentence_bert_config.json")
    try out.write(["prompts": .object([]), "default_prompt_name": nil], to: "config_sentence_transformers.json")
  }

  private static func settings(_ length: Int?) -> JSONValue {
    ["max_seq_length": length.map { JSONValue($0) } ?? nil, "do_lower_case": false]
  }
}
