import Bytes
import Foundation
import TestSupport
import Testing
import Transformers

private func json(_ folder: TemporaryFolder, _ file: String) throws -> JSONValue { try JSONValue(parsing: folder.read(file)) }

@Suite struct SavedModelTests {
  static let classifiers = [
    "tiny-cross", "tiny-encoder", "families/distilbert-cross", "families/electra-cross", "families/roberta-cross",
    "families/xlm-roberta-cross",
  ]

  /// The folder of a model, with a tokenizer where the golden has none.
  private static func model(_ name: String) throws -> ModelCopy {
    let model = try ModelCopy(of: name)
    for file in ["tokenizer.json", "tokenizer_config.json"] where !FileManager.default.fileExists(atPath: "\(model.path)/\(file)")
    {
      try model.write(ModelCopy(of: "tiny-encoder").bytes(file), to: file)
    }
    // An encoder's configuration says nothing of labels.
    if name == "tiny-encoder" { try model.set("id2label", nil, in: "config.json") }
    return model
  }

  @Test(arguments: classifiers) func `a cross-encoder's folder gives the logits of the model that was saved`(name: String) throws
  {
    let source = try Self.model(name), out = try TemporaryFolder()
    try source.set("something_unknown", ["a": 1], in: "config.json")
    let model = try SavedModels.cross(source.path)
    try model.save(from: source.path, to: out.file("saved"))
    let wanted = try SavedModels.outputs(model)
    #expect(try SavedModels.outputs(ofCross: out.file("saved")) == wanted)
    try model.save(from: source.path, to: out.file("saved"), options: SavingOptions(precision: .fp16, activation: .identity))
    #expect(try SavedModels.distance(SavedModels.outputs(ofCross: out.file("saved")), wanted) < 0.02)
    #expect(try CrossEncoder(folder: out.file("saved")).activation == .identity)
    #expect(try out.names() == ["saved"])
    let configuration = try json(out, "saved/config.json")
    #expect(configuration["something_unknown"] == ["a": 1] && configuration["id2label"]?.object?.count == 1)
    #expect(configuration["dtype"] == "float16" || configuration["torch_dtype"] == "float16")
    #expect(configuration["architectures"]?.array?.first?.string?.text.hasSuffix("ForSequenceClassification") == true)
    for file in ["tokenizer.json", "tokenizer_config.json"] { #expect(try out.read("saved/\(file)") == source.bytes(file)) }
  }

  @Test func `a bi-encoder's folder gives the vectors of the model that was saved, with all that stood beside the weights`()
    throws
  {
    let source = try Self.model("tiny-encoder"), out = try TemporaryFolder()
    let model = try SavedModels.encoder(source.path)
    try model.save(from: source.path, to: out.file("saved"))
    #expect(try SavedModels.outputs(ofEncoder: out.file("saved")) == SavedModels.outputs(model))
    for file in ["modules.json", "1_Pooling/config.json", "config_sentence_transformers.json", "sentence_bert_config.json"] {
      #expect(try out.read("saved/\(file)") == source.bytes(file))
    }
    let stored = try TinySafetensors(bytes: source.bytes("model.safetensors"))
    let saved = try TinySafetensors(bytes: out.read("saved/model.safetensors"))
    for tensor in stored.tensors where tensor.name.hasPrefix("pooler.") {
      #expect(saved[tensor.name]?.floats == tensor.floats)
    }
    try model.save(from: source.path, to: out.file("shorter"), options: SavingOptions(maximumLength: 9))
    #expect(try TextEncoder(folder: out.file("shorter")).identity.maximumLength == 9)
  }

  @Test func `a plain transformer becomes a folder that says how it is pooled`() throws {
    let source = try Self.model("tiny-encoder"), out = try TemporaryFolder()
    for file in ["modules.json", "1_Pooling", "config_sentence_transformers.json", "sentence_bert_config.json"] {
      try source.remove(file)
    }
    let model = try SavedModels.encoder(source.path)
    try model.save(from: source.path, to: out.file("saved"), options: SavingOptions(maximumLength: 20))
    let identity = try TextEncoder(folder: out.file("saved")).identity
    #expect(identity.pooling == "mean" && identity.maximumLength == 20 && !identity.normalised)
    #expect(try SavedModels.outputs(ofEncoder: out.file("saved")) == SavedModels.outputs(model))
  }

  @Test(arguments: ["tiny-cross", "tiny-encoder"])
  func `an adapter beside its base, and merged into it, gives the model's logits`(
    name: String
  ) throws {
    let source = try Self.model(name), out = try TemporaryFolder()
    let model = try SavedModels.cross(source.path, .lora(SavedModels.lora)), wanted = try SavedModels.outputs(model)
    for precision in SavedPrecision.allCases {
      let options = SavingOptions(form: .adapter(SavedModels.lora, base: source.path), precision: precision)
      try model.save(from: source.path, to: out.file("adapter"), options: options)
      let found = try SavedModels.outputs(ofCross: out.file("adapter"))
      #expect(SavedModels.distance(found, wanted) < (precision == .fp32 ? 1e-5 : 0.01))
    }
    try model.save(from: source.path, to: out.file("merged"))
    #expect(try SavedModels.distance(SavedModels.outputs(ofCross: out.file("merged")), wanted) < 1e-5)
    #expect(try SavedModels.distance(SavedModels.outputs(SavedModels.cross(source.path)), wanted) > 1e-3)
    let settings = try json(out, "adapter/adapter_config.json")
    #expect(settings["modules_to_save"] == ["pooler", "classifier"] && settings["task_type"] == "SEQ_CLS")
    #expect(settings["r"] == 3 && settings["lora_alpha"] == 5 && settings["use_rslora"] == true)
    #expect(throws: TransformersError.self) {
      let options = SavingOptions(form: .adapter(SavedModels.lora, base: source.path))
      try model.save(from: out.file("adapter"), to: out.file("again"), options: options)
    }
    #expect(try out.names() == ["adapter", "merged"])
  }

  @Test func `a bi-encoder's adapter gives its vectors`() throws {
    let source = try Self.model("tiny-encoder"), out = try TemporaryFolder()
    let model = try SavedModels.encoder(source.path, .lora(SavedModels.lora))
    try model.save(
      from: source.path, to: out.file("adapter"),
      options: SavingOptions(form: .adapter(SavedModels.lora, base: source.path), includesTokenizer: false))
    #expect(try SavedModels.distance(SavedModels.outputs(ofEncoder: out.file("adapter")), SavedModels.outputs(model)) < 1e-5)
    #expect(
      try !out.names().contains("tokenizer.json") && json(out, "adapter/adapter_config.json")["modules_to_save"]?.isNull == true)
  }
}

/// Writes folders that `Goldens/check_saved.py` loads with transformers, sentence-transformers and peft.
@Suite struct SavedFoldersForPeers {
  private static let place = ProcessInfo.processInfo.environment["WINNOW_SAVED"]

  @Test(.enabled(if: place != nil, "needs WINNOW_SAVED, an empty folder for check_saved.py"))
  func `folders for transformers, sentence-transformers and peft`() throws {
    let place = try #require(Self.place), cross = ModelCopy.original("tiny-cross"), encoder = "\(place)/base"
    let copy = try ModelCopy(of: "tiny-encoder")
    for key: ByteString in ["id2label", "label2id"] { try copy.set(key, nil, in: "config.json") }
    try FileManager.default.copyItem(atPath: copy.path, toPath: encoder)
    let adapter = { (base: String) in SavingOptions(form: .adapter(SavedModels.lora, base: base)) }
    let lora = Adaptation.lora(SavedModels.lora), all = LoRASettings(rank: 2, alpha: 4, targets: ["query", "dense"])
    let cases: [(name: String, base: String, model: TrainingModel, options: SavingOptions)] = [
      ("cross", cross, try SavedModels.cross(cross), SavingOptions(activation: .identity)),
      ("cross-half", cross, try SavedModels.cross(cross), SavingOptions(precision: .fp16)),
      ("cross-new", encoder, try SavedModels.cross(encoder), SavingOptions()),
      ("cross-merged", encoder, try SavedModels.cross(encoder, lora), SavingOptions()),
      ("cross-adapter", encoder, try SavedModels.cross(encoder, lora), adapter(encoder)),
      (
        "cross-adapter-dense", cross, try SavedModels.cross(cross, .lora(all)),
        SavingOptions(form: .adapter(all, base: cross), precision: .fp16)
      ),
      ("encoder", encoder, try SavedModels.encoder(encoder), SavingOptions(maximumLength: 17)),
      ("encoder-adapter", encoder, try SavedModels.encoder(encoder, lora), adapter(encoder)),
    ]
    for (name, base, model, options) in cases {
      try model.save(from: base, to: "\(place)/\(name)", options: options)
      let outputs = try SavedModels.outputs(model).map { JSONValue(Double($0)) }
      let texts = SavedModels.texts.map { JSONValue.string(ByteString($0)) }
      let wanted: JSONValue = ["texts": .array(texts), "outputs": .array(outputs)]
      try Data(wanted.serialized()).write(to: URL(fileURLWithPath: "\(place)/\(name).json"))
    }
  }
}
