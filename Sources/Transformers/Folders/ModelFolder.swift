internal import Bytes
internal import Files
internal import Tensors
internal import Text

/// A folder with a model as Hugging Face's libraries store it: config.json, model.safetensors, tokenizer.json.
struct ModelFolder: Sendable {
  let path: String

  init(_ path: String) throws {
    self.path = path
    guard Paths.isFolder(path) else { throw TransformersError.unreadable(path: path, reason: "there is no such model folder") }
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The bytes of a file that must be there.
  func bytes(_ name: String) throws -> [UInt8] {
    do { return try readWhole(path: file(name)) } catch .cannotOpen(_, let reason, let advice) {
      throw TransformersError.unreadable(path: file(name), reason: "\(reason); \(advice)")
    } catch {
      throw TransformersError.unreadable(path: file(name), reason: "\(error)")
    }
  }

  /// A JSON file that must be there.
  func configuration(_ name: String) throws -> ConfigurationReader {
    do { return ConfigurationReader(path: file(name), json: try JSONValue(parsing: try bytes(name))) } catch let error
      as JSONError
    {
      throw TransformersError.malformed(path: file(name), reason: "\(error)")
    }
  }

  /// A JSON file, or nil when the folder has none of that name.
  func optionalConfiguration(_ name: String) throws -> ConfigurationReader? {
    Paths.exists(file(name)) ? try configuration(name) : nil
  }

  /// The weights file.
  func weights() throws -> SafetensorsFile {
    if Paths.exists(file("model.safetensors")) { return try SafetensorsFile(path: file("model.safetensors")) }
    let others = [
      ("model.safetensors.index.json", "weights in several files are not read yet"),
      ("pytorch_model.bin", "pytorch_model.bin is not read; save the model as safetensors"),
    ]
    let reason = others.first { Paths.exists(file($0.0)) }?.1 ?? "there is no model.safetensors"
    throw TransformersError.unreadable(path: path, reason: reason)
  }

  /// The tokenizer; its vocabulary must not be larger than `embeddings`.
  func tokenizer(embeddings: Int) throws -> Tokenizer {
    let tokenizer = try Tokenizer(json: try bytes("tokenizer.json"), source: file("tokenizer.json"))
    guard tokenizer.vocabularySize <= embeddings else {
      throw TransformersError.vocabulary(
        path: file("tokenizer.json"), tokens: tokenizer.vocabularySize, embeddings: embeddings)
    }
    return tokenizer
  }

  /// `model_max_length` of tokenizer_config.json, where it is a real limit and not transformers' "very large integer".
  func tokenizerLimit() throws -> Int? {
    let file = try optionalConfiguration("tokenizer_config.json")
    guard let file, let limit = file.value("model_max_length") else { return nil }
    guard let number = limit.double, number >= 1 else {
      throw TransformersError.configuration(path: file.path, key: "model_max_length", reason: "must be a number from 1 upward")
    }
    return limit.int
  }

  /// A digest over the bytes of the configuration, the tokenizer and the weights.
  func digest(weights: SafetensorsFile) throws -> String {
    let digest = Digest()
    for name in ["config.json", "tokenizer.json"] {
      let bytes = try bytes(name)
      digest.update(UInt64(bytes.count))
      digest.update(bytes)
    }
    let mapped = weights.file
    digest.update(mapped.bytes)
    return digest.hex
  }
}
