internal import Bytes
internal import Storage

/// For each document of an index the row of a file that holds its vector: filled in the file's order, read in the documents'.
struct DocumentPlaces {
  private static let none = UInt32.max

  private let index: OpenIndex
  private let file: String
  private var rows: [UInt32]
  private var count = 0
  /// The document behind the last one: files mostly have the collection's order.
  private var next: UInt32 = 0

  /// - Parameter file: whose lines ids stand on, for errors.
  init(_ index: OpenIndex, file: String) {
    (self.index, self.file) = (index, file)
    rows = [UInt32](repeating: Self.none, count: index.documents.count)
  }

  /// Says whose vector the next row is. Its id stands on that line: rows and lines go together.
  mutating func add(_ id: ByteString) throws {
    let line = count + 1
    guard let document = try document(id) else {
      throw PipelinesError.input(reason: "\(file):\(line): there is no document '\(id)' in \(index.folder)")
    }
    let before = rows[Int(document)]
    guard before == Self.none else {
      throw PipelinesError.input(
        reason: "\(file):\(line): document '\(id)' has a vector already, from line \(before + 1); leave one out")
    }
    rows[Int(document)] = UInt32(count)
    count += 1
    next = document + 1
  }

  private func document(_ id: ByteString) throws -> UInt32? {
    if Int(next) < rows.count, try index.documents.id(of: next) == id { return next }
    return try index.documents.number(of: id)
  }

  /// The rows in the order of the documents.
  /// - Throws: `PipelinesError.input` naming the first document that has none.
  func inOrder() throws -> [UInt32] {
    guard let missing = rows.firstIndex(of: Self.none) else { return rows }
    let id = try index.documents.id(of: UInt32(missing))
    throw PipelinesError.input(
      reason: "\(file): holds no vector for document '\(id)'"
        + (rows.count - count > 1 ? " and \(rows.count - count - 1) others" : "")
        + "; a set covers all \(rows.count) documents of \(index.folder)")
  }
}
