internal import Bytes
internal import Files
internal import Foundation

/// What a model folder holds, as a digest: weights, configurations and tokenizer, in byte order of their names.
enum ModelDigest {
  static func of(folder: String) throws -> String {
    let digest = Digest()
    for name in try names(in: folder) {
      digest.update(field: name)
      digest.update(field: try contentDigest(path: "\(folder)/\(name)"))
    }
    return digest.hex
  }

  /// The files that decide a model, those of its modules included.
  private static func names(in folder: String) throws -> [String] {
    let all = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
    return all.filter { name in
      let depth = name.utf8.count { $0 == UInt8(ascii: "/") }
      guard depth <= 1, Paths.isRegularFile("\(folder)/\(name)") else { return false }
      return [".safetensors", ".json", ".txt", ".model"].contains { name.hasSuffix($0) } && name != "training.json"
    }
  }
}
