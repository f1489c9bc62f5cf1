internal import Bytes
internal import Files

/// model.safetensors.index.json: which file of a sharded checkpoint holds which weight.
///
/// `{"metadata": {...}, "weight_map": {weight: file}}`, the files beside the index. Every weight must be in the file that the index
/// names and in no other. Source: transformers, utils/hub.py (get_checkpoint_shard_files); `total_size` is not looked at.
struct ShardIndex {
  let path: String
  let folder: String
  /// File name by weight.
  private let fileOfWeight: [String: String]

  init(_ configuration: ConfigurationReader, folder: String) throws {
    path = configuration.path
    self.folder = folder
    guard let members = configuration.value("weight_map")?.object, !members.isEmpty else {
      throw TransformersError.configuration(
        path: path, key: "weight_map", reason: "must be an object that names a file for each weight")
    }
    var files: [String: String] = [:]
    for (key, value) in members {
      guard files.updateValue(try Self.fileName(value, of: key.text, path), forKey: key.text) == nil else {
        throw TransformersError.configuration(path: path, key: "weight_map", reason: "names weight '\(key.text)' twice")
      }
    }
    fileOfWeight = files
  }

  /// The file names, ordered.
  var shards: [String] { Set(fileOfWeight.values).sorted() }

  /// A name that stays in the folder.
  private static func fileName(_ value: JSONValue, of weight: String, _ path: String) throws -> String {
    let name = value.string?.text ?? ""
    guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(where: { $0 == 0x2F || $0 < 0x20 }) else {
      throw TransformersError.configuration(
        path: path, key: "weight_map", reason: "gives '\(name)' for weight '\(weight)', which is no name of a file beside it")
    }
    return name
  }

  /// Throws unless the files hold exactly the weights that the index says.
  func check(_ shards: [(name: String, tensors: [StoredTensor])]) throws {
    var missing = fileOfWeight
    var problems: [String] = []
    for shard in shards {
      for tensor in shard.tensors {
        if missing[tensor.name] == shard.name {
          missing[tensor.name] = nil
        } else {
          problems.append("\(shard.name) holds '\(tensor.name)', which the index \(place(of: tensor.name))")
        }
      }
    }
    problems += missing.sorted { $0.key < $1.key }.map { "\($0.value) lacks '\($0.key)', which the index puts there" }
    guard problems.isEmpty else { throw TransformersError.shards(path: path, problems: shortened(problems)) }
  }

  private func place(of weight: String) -> String { fileOfWeight[weight].map { "puts into \($0)" } ?? "does not name" }
}

/// At most a dozen problems, and how many more there are.
func shortened(_ problems: [String]) -> [String] {
  problems.count > 12 ? problems.prefix(12) + ["and \(problems.count - 12) more"] : problems
}
