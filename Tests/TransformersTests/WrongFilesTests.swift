import Bytes
import Foundation
import Tensors
import TestSupport
import Testing
import Transformers

/// The error of loading a small encoder after a change, in words.
private func complaint(_ change: (ModelCopy) throws -> Void) throws -> String {
  let model = try ModelCopy(of: "tiny-encoder")
  try change(model)
  let error = #expect(throws: TransformersError.self) { try TextEncoder(folder: model.path) }
  return error?.description ?? ""
}

private func expect(_ complaint: String, says words: String...) {
  for word in words { #expect(complaint.contains(word), "\(complaint)") }
}

@Test func `weights that are missing, left over, misshapen or no floats are named together`() throws {
  let text = try complaint {
    try $0.editHeader { header in
      header.replace("encoder.layer.1.output.dense.bias", with: "encoder.layer.1.output.dense.bios")
      header.replace(#""shape":[101,36]"#, with: #""shape":[36,101]"#)
      header.replace(#""embeddings.LayerNorm.bias":{"dtype":"F32""#, with: #""embeddings.LayerNorm.bias":{"dtype":"I32""#)
    }
  }
  expect(
    text, says: "'encoder.layer.1.output.dense.bias' of shape [36] is missing",
    "'encoder.layer.1.output.dense.bios' is not a weight",
    "has shape [36, 101], expected [101, 36]", "stored as I32")
}

@Test func `the same weight under two names is refused`() throws {
  let text = try complaint {
    try $0.editHeader { $0.replace("encoder.layer.1.output.dense.bias", with: "bert.encoder.layer.0.output.dense.bias") }
  }
  expect(text, says: "are the same weight")
}

@Test func `corrupt safetensors headers are refused with offset and reason`() throws {
  let name = #""embeddings.LayerNorm.bias":{"dtype":"F32","shape":[36],"data_offsets":[0,144]}"#
  let edits: [(String, String, String)] = [
    (name, "", "the header at byte 8"),
    (
      #""dtype":"F32","shape":[36],"data_offsets":[0,144]"#, #""dtype":"F33","shape":[36],"data_offsets":[0,144]"#,
      "no known dtype"
    ),
    ("[0,144]", "[0,140]", "does not take the 140 bytes"), ("[0,144]", "[0,1e18]", "no range within"),
    ("[0,144]", "[-1,144]", "no range within"), ("[0,144]", "[144,0]", "no range within"), ("[0,144]", "[0]", "no range within"),
    ("[0,144]", "[144,288]", "begins at byte"), (#""shape":[36]"#, #""shape":[-36]"#, "no shape of whole numbers"),
    (#""shape":[36]"#, #""shape":[4611686018427387904,4]"#, "does not take"), (#""shape":[36]"#, #""shape":36"#, "no shape"),
    ("embeddings.LayerNorm.weight", "embeddings.LayerNorm.bias", "twice"),
  ]
  for (old, new, words) in edits {
    let text = try complaint { model in
      try model.editHeader { header in
        if let range = header.range(of: old) { header.replaceSubrange(range, with: new) }
      }
    }
    expect(text, says: words, "model.safetensors")
  }
}

@Test func `files that are cut, empty or not safetensors at all are refused`() throws {
  let whole = try ModelCopy(of: "tiny-encoder").bytes("model.safetensors")
  for count in [1, 7, 8, 100, whole.count - 1] {
    expect(try complaint { try $0.write(Array(whole[..<count]), to: "model.safetensors") }, says: "model.safetensors")
  }
  expect(try complaint { try $0.write([UInt8](), to: "model.safetensors") }, says: "empty")
  expect(try complaint { try $0.write(whole + [0], to: "model.safetensors") }, says: "the file at byte")
  expect(
    try complaint { try $0.write([UInt8](repeating: 0xFF, count: 64), to: "model.safetensors") },
    says: "header length 18446744073709551615")
  expect(try complaint { try $0.writeWeights(header: "[]", data: []) }, says: "not a JSON object")
  expect(try complaint { try $0.writeWeights(header: "{}", data: []) }, says: "is missing", "more")
  expect(try complaint { try $0.remove("model.safetensors") }, says: "no model.safetensors")
}

@Test func `a header with any byte changed loads or is refused, never traps`() throws {
  let model = try ModelCopy(of: "tiny-encoder")
  let whole = try model.bytes("model.safetensors")
  var generator = SeededGenerator(seed: 11)
  for _ in 0..<300 {
    var bytes = whole
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      bytes[Int.random(in: 0..<4_000, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
    }
    try model.write(bytes, to: "model.safetensors")
    do { _ = try TextEncoder(folder: model.path) } catch is TransformersError {}
  }
}

@Test func `configurations that cannot be run are refused by key`() throws {
  let wrong: [(ByteString, JSONValue?, String)] = [
    ("model_type", "modernbort", "known are bert"), ("model_type", nil, "is missing"), ("hidden_act", "mish", "'mish'"),
    ("num_attention_heads", 5, "multiple of the 5"), ("hidden_size", 0, "whole number"), ("hidden_size", 1e30, "whole number"),
    ("num_hidden_layers", "six", "whole number"), ("position_embedding_type", "relative_key", "not implemented"),
    ("is_decoder", true, "not implemented"), ("layer_norm_eps", -1, "above zero"), ("vocab_size", 100, "expected [100, 36]"),
    ("intermediate_size", 16_777_216, "expected [16777216, 36]"), ("num_hidden_layers", 1_001, "from 1 to 1000"),
    ("num_hidden_layers", 3, "'encoder.layer.2."), ("num_hidden_layers", 1, "is not a weight of this model"),
  ]
  for (key, value, words) in wrong {
    expect(try complaint { try $0.set(key, value, in: "config.json") }, says: words)
  }
  expect(try complaint { try $0.write("{", to: "config.json") }, says: "config.json", "byte 1")
  expect(try complaint { try $0.remove("config.json") }, says: "config.json")
}

/// modules.json with modules of these kinds.
private func modules(_ kinds: String..., package: String = "sentence_transformers.models") -> String {
  let list = kinds.enumerated().map { #"{"path":"\#($0 == 0 ? "" : "\($0)_\($1)")","type":"\#(package).\#($1)"}"# }
  return "[\(list.joined(separator: ","))]"
}

@Test func `modules and pooling that are not implemented are refused, never ignored`() throws {
  let wrong: [(String, String, String)] = [
    ("modules.json", modules("Transformer", "Pooling", "LSTM"), "'LSTM' for module 2"),
    ("modules.json", modules("Transformer", "Pooling", "Pooling"), "'Pooling' for module 2"),
    ("modules.json", modules("Transformer", "Normalize", "Pooling"), "a Pooling must follow"),
    ("modules.json", modules("Transformer"), "a Pooling must follow"),
    ("modules.json", modules("Router"), "must be a Transformer"),
    ("modules.json", modules("Transformer", "Pooling", package: "custom_st"), "'custom_st.Transformer' for module 0"),
    ("modules.json", "[]", "not a list of modules"), ("modules.json", #"[{"path":""}]"#, "is '' for module 0"),
    ("1_Pooling/config.json", #"{"pooling_mode":"attention"}"#, "'attention'; known are cls, max"),
    ("1_Pooling/config.json", #"{"pooling_mode":[]}"#, "names no mode"),
    ("1_Pooling/config.json", #"{"pooling_mode_mean_tokens":1}"#, "expected true or false"),
    ("config_sentence_transformers.json", #"{"default_prompt_name":"passage"}"#, "default_prompt_name"),
    ("config_sentence_transformers.json", #"{"prompts":{"query":7}}"#, "gives 'query' a number"),
    ("config_sentence_transformers.json", #"{"model_type":"SparseEncoder"}"#, "is SparseEncoder"),
    ("config_sentence_transformers.json", #"{"truncate_dim":0}"#, "'truncate_dim' must be a whole number"),
    ("sentence_bert_config.json", #"{"transformer_task":"fill-mask"}"#, "'fill-mask'"),
    ("sentence_bert_config.json", #"{"query_length":32}"#, "'query_length' is set"),
    ("sentence_bert_config.json", #"{"config_args":{"hidden_act":"relu"}}"#, "'config_args.hidden_act' is not implemented"),
    (
      "sentence_bert_config.json", #"{"processor_kwargs":{"truncation_side":"left"}}"#,
      "'processor_kwargs.truncation_side' is 'left'"
    ),
    ("tokenizer_config.json", #"{"truncation_side":"left"}"#, "'truncation_side' is 'left'"),
    (
      "tokenizer_config.json", #"{"tokenizer_class":"BertTokenizer","do_lower_case":false}"#,
      "'do_lower_case' is false, but the normaliser in tokenizer.json says true"
    ),
    (
      "tokenizer_config.json", #"{"tokenizer_class":"BertTokenizerFast","strip_accents":false}"#,
      "'strip_accents' is false, but the normaliser in tokenizer.json says true"
    ),
    ("sentence_bert_config.json", #"{"max_seq_length":2.5}"#, "'max_seq_length' must be a whole number"),
  ]
  for (file, contents, words) in wrong { expect(try complaint { try $0.write(contents, to: file) }, says: words, file) }
  for path in ["../1_Pooling", "/tmp", "a/../../b"] {
    let list =
      #"[{"path":"","type":"sentence_transformers.models.Transformer"},{"path":"\#(path)","type":"sentence_transformers.models.Pooling"}]"#
    expect(try complaint { try $0.write(list, to: "modules.json") }, says: "'\(path)'", "no folder inside")
  }
}

@Test func `a tokenizer's length that is no length is refused`() throws {
  for wrong in [0, -5, 512.5, "512"] as [JSONValue] {
    let text = try complaint {
      try $0.remove("sentence_bert_config.json")
      try $0.write(JSONValue.object([("model_max_length", wrong)]).serialized(), to: "tokenizer_config.json")
    }
    expect(text, says: "'model_max_length' must be a whole number from 1 upward")
  }
}

@Test func `a tokenizer's length is a limit, unless it is transformers' very large one`() throws {
  let model = try ModelCopy(of: "tiny-encoder")
  try model.remove("sentence_bert_config.json")
  let lengths = [
    (#""model_max_length":20"#, 20), (#""model_max_length":20.0"#, 20), (#""model_max_length":1e30"#, 48), (#""max_len":21"#, 21),
    (#""model_max_length":1000000000000000019884624838656"#, 48), (#""model_max_length":null"#, 48),
    (#""model_max_length":512"#, 48),
  ]
  for (entry, length) in lengths {
    try model.write("{\(entry)}", to: "tokenizer_config.json")
    #expect(try TextEncoder(folder: model.path).identity.maximumLength == length, "\(entry)")
  }
}

@Test func `files that are folders, folders that are files, pipes and empty files are refused by name`() throws {
  let model = try ModelCopy(of: "tiny-encoder")
  let file = #expect(throws: TransformersError.self) { try TextEncoder(folder: "\(model.path)/config.json") }
  expect(file?.description ?? "", says: "config.json: is a file; give the folder")
  let nothing = #expect(throws: TransformersError.self) { try CrossEncoder(folder: "\(model.path)/none") }
  expect(nothing?.description ?? "", says: "there is no such model folder")
  for name in ["config.json", "tokenizer.json", "modules.json", "1_Pooling/config.json", "model.safetensors"] {
    expect(try complaint { try $0.write("", to: name) }, says: name, "the file is empty")
    let text = try complaint {
      try $0.remove(name)
      try FileManager.default.createDirectory(atPath: "\($0.path)/\(name)", withIntermediateDirectories: true)
    }
    expect(text, says: name)
  }
  let pipe = try complaint {
    try $0.remove("model.safetensors")
    let status = unsafe mkfifo("\($0.path)/model.safetensors", 0o600)
    #expect(status == 0)
  }
  expect(pipe, says: "model.safetensors: is not a regular file")
}

@Test func `modules whose sizes or weights do not fit are refused`() throws {
  let wrong: [(String, String, String)] = [
    ("2_Dense/config.json", #"{"in_features":12,"out_features":10}"#, "the modules before it give 36 floats"),
    ("2_Dense/config.json", #"{"in_features":36}"#, "'out_features' is missing"),
    ("2_Dense/config.json", #"{"in_features":36,"out_features":9}"#, "'linear.weight' has shape [10, 36], expected [9, 36]"),
    ("2_Dense/config.json", #"{"in_features":36,"out_features":10,"bias":false}"#, "'linear.bias' is not a weight"),
    (
      "2_Dense/config.json", #"{"in_features":36,"out_features":10,"use_residual":true}"#,
      "'residual.weight' of shape [10, 36] is missing"
    ),
    ("2_Dense/config.json", #"{"in_features":36,"out_features":10,"activation_function":"torch.nn.SELU"}"#, "'torch.nn.SELU'"),
    (
      "2_Dense/config.json", #"{"in_features":36,"out_features":10,"module_input_name":"token_embeddings"}"#, "'token_embeddings'"
    ),
    ("2_Dense/model.safetensors", "", "the file is empty"),
  ]
  for (file, contents, words) in wrong {
    let text = try complaint {
      try $0.lay("folders/dense")
      try $0.write(modules("Transformer", "Pooling", "Dense"), to: "modules.json")
      try $0.write(contents, to: file)
    }
    expect(text, says: words, "2_Dense")
  }
}

@Test func `cross-encoder folders with other modules or activations are refused`() throws {
  let model = try ModelCopy(of: "tiny-cross")
  let words = { () throws -> String in
    #expect(throws: TransformersError.self) { try CrossEncoder(folder: model.path) }?.description ?? ""
  }
  try model.write(#"{"model_type":"CrossEncoder"}"#, to: "config_sentence_transformers.json")
  try model.write(modules("Transformer", "LogitScore"), to: "modules.json")
  expect(try words(), says: "'LogitScore' for module 1", "Transformer alone")
  try model.write(modules("Transformer"), to: "modules.json")
  try model.write(#"{"model_type":"CrossEncoder","activation_fn":"torch.nn.Softmax"}"#, to: "config_sentence_transformers.json")
  expect(try words(), says: "'activation_fn' is 'torch.nn.Softmax'")
}

@Test func `a tokenizer larger than the embedding table is refused`() throws {
  let text = try complaint { model in
    let tokenizer = String(decoding: try model.bytes("tokenizer.json"), as: UTF8.self)
    try model.write(tokenizer.replacing(#""a":5"#, with: #""a":5,"one-too-many":101"#), to: "tokenizer.json")
  }
  expect(text, says: "102 tokens", "101 embeddings")
}

@Test func `a tokenizer much smaller than the embedding table is another model's`() throws {
  for (unused, fits) in [(1_024, true), (1_025, false)] {
    let model = try ModelCopy(of: "tiny-encoder"), file = "model.safetensors"
    var weights = try TinySafetensors(bytes: model.bytes(file))
    let table = try #require(weights.tensors.firstIndex { $0.name == "embeddings.word_embeddings.weight" })
    weights.tensors[table].shape[0] += unused
    weights.tensors[table].floats += [Float](repeating: 0, count: unused * weights.tensors[table].shape[1])
    try model.write(weights.bytes, to: file)
    try model.set("vocab_size", JSONValue(weights.tensors[table].shape[0]), in: "config.json")
    if fits {
      _ = try TextEncoder(folder: model.path)
    } else {
      let error = #expect(throws: TransformersError.self) { try TextEncoder(folder: model.path) }
      expect(error?.description ?? "", says: "101 tokens", "1126 embeddings", "tokenizer.json")
    }
  }
}

@Test func `files that are missing are named, with what to do`() throws {
  expect(try complaint { try $0.remove("tokenizer.json") }, says: "there is no tokenizer.json", "save_pretrained('")
  expect(try complaint { try $0.remove("1_Pooling/config.json") }, says: "1_Pooling/config.json: there is no such file; fetch")
  expect(try complaint { try $0.remove("model.safetensors") }, says: "there is no model.safetensors; fetch")
}

@Test func `a cross-encoder needs one label, its head, and a length its positions allow`() throws {
  let model = try ModelCopy(of: "tiny-cross")
  #expect(try CrossEncoder(folder: model.path, maxLength: 16).identity.maximumLength == 16)
  for length in [0, 2, 33] {
    #expect(throws: TransformersError.self) { try CrossEncoder(folder: model.path, maxLength: length) }
  }
  try model.set("id2label", .object([("0", "no"), ("1", "yes")]), in: "config.json")
  let labels = #expect(throws: TransformersError.self) { try CrossEncoder(folder: model.path) }
  #expect(labels?.description.contains("2 labels") == true)
  let headless = try ModelCopy(of: "tiny-encoder")
  try headless.set("id2label", .object([("0", "LABEL_0")]), in: "config.json")
  let missing = #expect(throws: TransformersError.self) { try CrossEncoder(folder: headless.path) }
  expect(missing?.description ?? "", says: "'classifier.weight' of shape [1, 36] is missing", "an encoder has none")
}

/// Puts NaN into the first float of a weight.
private func spoil(_ model: ModelCopy, _ weight: String) throws {
  var all = try model.bytes("model.safetensors")
  let length = all[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
  let header = try JSONValue(parsing: Array(all[8..<8 + length]))
  let offset = try #require(header[ByteString(weight)]?["data_offsets"]?.array?.first?.int)
  all.replaceSubrange((8 + length + offset)..<(8 + length + offset + 4), with: [0, 0, 0xC0, 0x7F])
  try model.write(all, to: "model.safetensors")
}

@Test func `damaged weights give an error instead of vectors and logits that are no numbers`() throws {
  let encoder = try ModelCopy(of: "tiny-encoder")
  try spoil(encoder, "embeddings.LayerNorm.weight")
  #expect(throws: TransformersError.notFinite(index: 0)) {
    try TextEncoder(folder: encoder.path).encode([Array("one".utf8)], threads: 1)
  }
  let cross = try ModelCopy(of: "tiny-cross")
  try spoil(cross, "classifier.bias")
  #expect(throws: TransformersError.notFinite(index: 0)) {
    try CrossEncoder(folder: cross.path).score([(query: Array("a".utf8), passage: Array("b".utf8))], threads: 1)
  }
}

@Test func `a cross-encoder is no encoder`() throws {
  let text = try complaint {
    try $0.remove("modules.json")
    try $0.set("architectures", .array([.string("BertForSequenceClassification")]), in: "config.json")
  }
  expect(text, says: "names BertForSequenceClassification, a cross-encoder", "give an encoder")
}
