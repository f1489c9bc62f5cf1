public import Bytes

/// A sorted run: the inverted index of consecutive documents in a file of its own, until `LexicalMerge` joins all runs into an index.
///
/// What a journal keeps of it. The file's bytes depend on threads and batches; the index made of runs does not.
public struct LexicalRun: Equatable, Sendable {
  /// The file.
  public let path: String
  /// The documents in it.
  public let documents: Range<Int>
  /// Size of the file.
  public let bytes: Int
  /// XXH3-128, in hexadecimal, of its directory and footer, which hold the checksums of all the rest.
  public let digest: String

  /// A run whose file was written before.
  public init(path: String, documents: Range<Int>, bytes: Int, digest: String) {
    self.path = path
    self.documents = documents
    self.bytes = bytes
    self.digest = digest
  }

  /// Reads `json` back; the file stands in `folder`.
  /// - Throws: `LexicalError.corrupt` naming the member that is not as `json` writes it.
  public init(_ json: JSONValue, in folder: String) throws(LexicalError) {
    func number(_ key: ByteString) throws(LexicalError) -> Int {
      guard let value = json[key]?.int, value >= 0 else {
        throw .corrupt(structure: "record of a run", detail: "'\(key)' is not a count")
      }
      return value
    }
    let (first, end) = (try number("firstDocument"), try number("endDocument"))
    guard first <= end, let name = json["file"]?.string?.text, let digest = json["digest"]?.string?.text else {
      throw .corrupt(structure: "record of a run", detail: "no file, no digest, or documents \(first) to \(end)")
    }
    self.init(path: folder + "/" + name, documents: first..<end, bytes: try number("bytes"), digest: digest)
  }

  /// The record as JSON; of the path only the last part.
  public var json: JSONValue {
    [
      "file": JSONValue(path.split(separator: "/").last.map(String.init) ?? path),
      "firstDocument": JSONValue(documents.lowerBound), "endDocument": JSONValue(documents.upperBound),
      "bytes": JSONValue(bytes), "digest": JSONValue(digest),
    ]
  }
}

extension LexicalRun {
  /// Reads the whole file and compares all checksums and the order of its terms.
  /// - Throws: `LexicalError.damagedRun`, or `StorageError.system` when the file cannot be opened.
  public func verify() throws {
    let file = try RunFile(self)
    for segment in RunSegment.all(of: file) {
      var terms = try segment.terms(from: nil, before: nil)
      while terms.current != nil { try terms.advance() }
    }
  }
}
