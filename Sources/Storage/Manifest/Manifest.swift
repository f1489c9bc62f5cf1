public import Bytes

/// What an index is: written last, as one canonical JSON text; the same index has the same bytes.
///
/// Sections are JSON objects whose members their owners choose: counts, settings and digests, in a fixed order.
/// No times, paths, host names or thread counts: they would make equal indexes differ.
public struct Manifest: Equatable, Sendable {
  /// The format this code writes and reads. Any change of a key, an extent or a layout raises it.
  public static let formatVersion = 2

  /// How the index was asked for: what decides whether it is up to date.
  public var recipe: JSONValue = [:]
  /// Digests of what went in.
  public var digests: JSONValue = [:]
  /// Counts of the documents part.
  public var documents: JSONValue = [:]
  /// Statistics and settings of the lexical part; empty when there is none.
  public var lexical: JSONValue = [:]
  /// The sets of vectors by name, each with its encoder's identity.
  public var dense: JSONValue = [:]
  /// Filled at publication: number of extents before the manifest, and the content digest.
  public internal(set) var contents = Contents(extents: 0, digest: "")

  /// What all extents are together: equal for indexes of equal content, whatever the file's pages look like.
  public struct Contents: Equatable, Sendable {
    /// Number of extents, the manifest's not counted.
    public let extents: Int
    /// XXH3-128 over all keys, headers and payloads in key order, the manifest's own left out; 32 hexadecimal digits.
    public let digest: String
  }

  /// An empty manifest.
  public init() {}

  static let key = ExtentKey(.manifest)
}

extension Manifest {
  /// The JSON text in the store.
  public var json: [UInt8] { value.serialized() }

  /// All of it as a JSON value, for inspection.
  public var value: JSONValue {
    [
      "format": JSONValue(Manifest.formatVersion), "recipe": recipe, "digests": digests, "documents": documents,
      "lexical": lexical, "dense": dense,
      "contents": ["extents": JSONValue(contents.extents), "digest": JSONValue(contents.digest)],
    ]
  }

  /// Reads the text back; every section must be there.
  init(json: RawSpan, path: String) throws {
    let value: JSONValue
    do { value = try JSONValue(parsing: json.copy) } catch { throw Manifest.damaged(path, "\(error)") }
    guard let found = value["format"]?.int else { throw Manifest.damaged(path, "it names no format version") }
    guard found == Manifest.formatVersion else {
      throw StorageError.otherFormat(path: path, found: found, supported: Manifest.formatVersion)
    }
    recipe = try Manifest.section("recipe", of: value, path)
    digests = try Manifest.section("digests", of: value, path)
    documents = try Manifest.section("documents", of: value, path)
    lexical = try Manifest.section("lexical", of: value, path)
    dense = try Manifest.section("dense", of: value, path)
    let sealed = try Manifest.section("contents", of: value, path)
    guard let extents = sealed["extents"]?.int, let digest = sealed["digest"]?.string?.text else {
      throw Manifest.damaged(path, "its section 'contents' lacks a member")
    }
    contents = Contents(extents: extents, digest: digest)
  }

  private static func section(_ name: ByteString, of value: JSONValue, _ path: String) throws -> JSONValue {
    guard let section = value[name], section.object != nil else { throw damaged(path, "it has no section '\(name)'") }
    return section
  }

  private static func damaged(_ path: String, _ reason: String) -> StorageError {
    .damaged(path: path, key: key, reason: "the manifest: \(reason)")
  }
}
