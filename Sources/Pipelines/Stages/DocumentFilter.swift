internal import Bytes
internal import Dense
internal import Files

/// A file of the only documents that a search may find: one id a line, bytes as they are but for a carriage return at the end; empty lines
/// count for nothing.
struct DocumentFilter: Sendable {
  var path: String

  /// What the output depends on.
  func digest() throws -> String { try InputDigest.ofFile(path, "a filter") }

  /// The documents of an index that it allows. Ids that the index does not have are counted and said.
  /// - Throws: `PipelinesError.input` when it allows none.
  func documents(in index: OpenIndex, note: (String) -> Void) throws -> AllowedDocuments {
    var lines = try LineReader(path: path, strippingCarriageReturn: true)
    var found: [UInt32] = []
    var (ids, unknown) = (0, 0)
    var first: (id: ByteString, line: Int)?
    while let line = try lines.next() {
      guard !line.bytes.isEmpty else { continue }
      ids += 1
      let id = ByteString(line.bytes)
      if let number = try index.documents.number(of: id) {
        found.append(number)
      } else {
        unknown += 1
        first = first ?? (id, line.number)
      }
    }
    guard ids > 0 else {
      throw PipelinesError.input(reason: "\(path): holds no ids, so nothing could be found; leave the filter out")
    }
    guard !found.isEmpty else {
      throw PipelinesError.input(reason: "\(path): none of its \(ids) ids is in \(index.folder); do the two belong together?")
    }
    if let first {
      note("\(path): \(unknown) of its \(ids) ids are not in \(index.folder) (the first: '\(first.id)', line \(first.line))")
    }
    return AllowedDocuments(found, of: index.documents.count)
  }
}
