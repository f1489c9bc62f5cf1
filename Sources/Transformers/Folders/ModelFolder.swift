internal import Bytes
internal import Files

/// A folder with files of a model as Hugging Face's libraries store them.
struct ModelFolder: Sendable {
  let path: String

  init(_ path: String) throws {
    self.path = path
    guard !Paths.isFolder(path) else { return }
    let reason = Paths.exists(path) ? "is a file; give the folder that holds config.json" : "there is no such model folder"
    throw TransformersError.unreadable(path: path, reason: reason)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func has(_ name: String) -> Bool { Paths.exists(file(name)) }

  /// A folder inside, whose name comes from a file; "" is this folder.
  func part(_ name: String, namedIn source: String) throws -> ModelFolder {
    if name.isEmpty || name == "." { return self }
    guard !name.hasPrefix("/"), !name.split(separator: "/").contains(".."), !name.utf8.contains(where: { $0 < 0x20 }) else {
      throw TransformersError.configuration(
        path: source, key: "path", reason: "is '\(name)', which is no folder inside the model's")
    }
    return try ModelFolder(file(name))
  }

  /// The bytes of a file that must be there.
  func bytes(_ name: String) throws -> [UInt8] {
    guard has(name) else {
      throw TransformersError.unreadable(path: file(name), reason: "there is no such file; fetch the model again, whole")
    }
    let found: [UInt8]
    do { found = try readWhole(path: file(name)) } catch .cannotOpen(_, let reason, let advice) {
      throw TransformersError.unreadable(path: file(name), reason: "\(reason); \(advice)")
    } catch {
      throw TransformersError.unreadable(path: file(name), reason: "\(error)")
    }
    guard !found.isEmpty else {
      throw TransformersError.unreadable(path: file(name), reason: "the file is empty; fetch it again")
    }
    return found
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
  func optionalConfiguration(_ name: String) throws -> ConfigurationReader? { has(name) ? try configuration(name) : nil }

  /// The weights: `name`.safetensors, or the files that `name`.safetensors.index.json lists. As transformers does, one file goes before
  /// an index.
  func checkpoint(_ name: String = "model", pickled: String = "pytorch_model") throws -> Checkpoint {
    let single = "\(name).safetensors", index = "\(name).safetensors.index.json"
    if has(single) { return Checkpoint(file: try SafetensorsFile(path: file(single))) }
    if let index = try optionalConfiguration(index) { return try Checkpoint(index: ShardIndex(index, folder: path)) }
    throw TransformersError.unreadable(path: path, reason: try reasonForNoWeights(single, "\(pickled).bin"))
  }

  private func reasonForNoWeights(_ wanted: String, _ pickled: String) throws -> String {
    if has("\(pickled).index.json") {
      return
        "there is no \(wanted), and \(pickled) in several parts is not read; load the model with transformers and save it again"
    }
    guard has(pickled) else {
      return "there is no \(wanted); fetch the model again, whole, or save it with transformers' save_pretrained"
    }
    return """
      there is no \(wanted), and \(pickled) is not read, since reading it can run code; convert it with
        python -c "import torch, safetensors.torch as s; s.save_file({k: v.clone().contiguous() for k, v in \
      torch.load('\(file(pickled))', map_location='cpu', weights_only=True).items()}, '\(file(wanted))')"
      """
  }
}
