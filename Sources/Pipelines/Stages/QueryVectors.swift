internal import Bytes
internal import Dense
internal import Files
internal import Ranking

/// Vectors of queries out of a file: `FILE.npy` with the query ids in `FILE.npy.ids`, or JSON lines `{"id", "vector"}`. For sets that were
/// made elsewhere, and for encoders that Winnow does not have.
struct QueryVectors {
  private let path: String
  /// The queries in the order of the file.
  private(set) var ids: [ByteString] = []
  private var rows: [ByteString: Int] = [:]
  private var values: [Float] = []
  private var dimension = 0

  /// Reads a whole file.
  /// - Throws: `PipelinesError.input` naming the file and the line or row.
  init(path: String, threads: Int) throws {
    self.path = path
    let file = try VectorFile(path: path, ids: nil)
    if file.isArray { try readArray(file) } else { try readLines(threads: threads) }
  }

  private mutating func readLines(threads: Int) throws {
    var read: (ids: [ByteString], values: [Float]) = ([], [])
    dimension = try VectorLines(path: path, noun: "query", threads: threads).forEachBlock { ids, values in
      read.ids += ids
      read.values += values
    }
    values = read.values
    for id in read.ids { try add(id, in: path) }
  }

  private mutating func readArray(_ file: VectorFile) throws {
    let array = try NumPyArray(path: path)
    var ids: [ByteString] = []
    try file.readIDs(rows: array.rows) { ids.append($0) }
    for id in ids { try add(id, in: file.idsPath) }
    (values, dimension) = (array.values(of: 0..<array.rows), array.columns)
    if let bad = VectorProblem.first(in: values, dimension: dimension) {
      throw PipelinesError.input(reason: "\(path): row \(bad.row) (from 0), of query '\(ids[bad.row])', \(bad.problem)")
    }
  }

  private mutating func add(_ id: ByteString, in file: String) throws {
    ids.append(id)
    if let before = rows.updateValue(rows.count, forKey: id) {
      throw PipelinesError.input(
        reason: "\(file):\(ids.count): query '\(id)' has a vector already, from line \(before + 1); leave one out")
    }
  }

  /// The vectors of some queries, row by row, for a set of vectors of so many numbers.
  /// - Throws: `PipelinesError.input` naming a query without a vector; `DenseError.dimension`.
  func vectors(of queries: [QueryID], dimension wanted: Int) throws -> [Float] {
    guard dimension == wanted else { throw DenseError.dimension(expected: wanted, found: dimension) }
    return try queries.flatMap { id in
      guard let row = rows[id] else {
        throw PipelinesError.input(reason: "\(path): holds no vector for query '\(id)'; it has \(rows.count) others")
      }
      return values[row * dimension..<(row + 1) * dimension]
    }
  }
}
