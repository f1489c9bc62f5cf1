public import Bytes

/// A finished file of the staging folder, as the journal remembers it.
public struct StagedFile: Equatable, Sendable {
  /// Its name in the folder.
  public let name: String
  /// Its size.
  public let byteCount: Int
  /// XXH3-128 of its bytes, 32 hexadecimal digits.
  public let digest: String

  init(name: String, byteCount: Int, digest: String) {
    self.name = name
    self.byteCount = byteCount
    self.digest = digest
  }

  /// As the journal writes it.
  public var json: JSONValue { ["name": JSONValue(name), "bytes": JSONValue(byteCount), "digest": JSONValue(digest)] }

  /// Reads it back; nil when it is not one, or names a file outside the folder.
  public init?(_ json: JSONValue?) {
    guard let name = json?["name"]?.string?.text, let bytes = json?["bytes"]?.int, let digest = json?["digest"]?.string?.text,
      !name.isEmpty, !name.contains("/"), !name.hasPrefix("."), bytes >= 0
    else { return nil }
    self.init(name: name, byteCount: bytes, digest: digest)
  }
}
