internal import Bytes
internal import Dense
internal import Files

/// A file of vectors made elsewhere, and where their documents' ids stand.
struct VectorFile {
  let path: String
  /// One id a line, in the order of the rows; the file itself where it is one of JSON lines.
  let idsPath: String
  /// True for `.npy`, false for JSON lines.
  let isArray: Bool

  /// - Parameters:
  ///   - path: `FILE.npy`, or `FILE.jsonl`, which may be compressed.
  ///   - ids: of a `.npy` file; by default `FILE.npy.ids`.
  init(path: String, ids: String?) throws {
    self.path = path
    isArray = path.hasSuffix(".npy")
    let isLines = [".jsonl", ".jsonl.gz", ".jsonl.zst"].contains { path.hasSuffix($0) }
    guard isArray || isLines else {
      throw PipelinesError.input(reason: "\(path): vectors are read from FILE.npy or FILE.jsonl (which may be .gz or .zst)")
    }
    if isLines, ids != nil {
      throw PipelinesError.input(reason: "\(path): JSON lines hold their ids, so there is no other file of ids; leave it out")
    }
    idsPath = isArray ? ids ?? path + ".ids" : path
  }

  /// The file's name without folder and endings: a set's usual name.
  var usualName: String {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for ending in [".gz", ".zst", ".npy", ".jsonl"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
    return name
  }

  /// What is said of the vectors instead of an encoder.
  func fields() throws -> [VectorSetDescription.Field] {
    guard !isArray || !Paths.exists(path) || Paths.exists(idsPath) else {
      throw PipelinesError.input(
        reason: "\(path): there is no \(idsPath) with the id of each row's document, one a line; name the file with --vector-ids")
    }
    let digest = Digest()
    for file in isArray ? [path, idsPath] : [path] { digest.update(field: try contentDigest(path: file)) }
    return [.init(VectorSetDescription.origin, "imported"), .init("file", digest.hex)]
  }

  /// Hands over the ids of a `.npy` file's rows.
  func readIDs(rows: Int, _ body: (ByteString) throws -> Void) throws {
    var lines = try LineReader(path: idsPath, strippingCarriageReturn: true)
    var count = 0
    while let line = try lines.next() {
      count += 1
      if count <= rows { try body(ByteString(line.bytes)) }
    }
    guard count == rows else {
      throw PipelinesError.input(reason: "\(idsPath): \(count) ids for the \(rows) rows of \(path)")
    }
  }
}

extension VectorSetDescription {
  /// The name of the field that says that a set was not made by an encoder of Winnow's.
  static let origin = "origin"

  /// True for vectors that were made elsewhere: no model is known to make queries for them.
  var isImported: Bool { self[Self.origin] == "imported" }
}
