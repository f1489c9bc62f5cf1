internal import Bytes
internal import Files
internal import Parallelism
internal import Storage

/// Vectors made elsewhere, in the order of an index's documents whatever the order of their file.
///
/// Rows of a `.npy` file are read where they stand; those of JSON lines are first written to the staging folder, as float32. In memory is
/// one number a document.
struct ImportedVectors {
  /// Where rows are read by their number.
  private enum Rows {
    case array(NumPyArray)
    case staged(StagedFileReader)
  }

  /// Bytes of rows handed over at a time.
  private static let pieceBytes = 4 << 20

  /// Numbers a vector.
  let dimension: Int
  private let file: VectorFile
  private let rows: Rows
  private let order: [UInt32]

  /// Reads ids, and where they are JSON lines the vectors.
  init(_ file: VectorFile, for index: OpenIndex, _ staging: Staging, threads: Int) throws {
    self.file = file
    var places = DocumentPlaces(index, file: file.idsPath)
    if file.isArray {
      let array = try NumPyArray(path: file.path)
      try file.readIDs(rows: array.rows) { try places.add($0) }
      (rows, dimension) = (.array(array), array.columns)
    } else {
      let writer = try staging.create("imported")
      dimension = try VectorLines(path: file.path, threads: threads).forEachBlock { ids, values in
        for id in ids { try places.add(id) }
        try writer.write(unsafe values.span.bytes)
      }
      rows = .staged(try staging.open(writer.finish(durably: false)))
    }
    order = try places.inOrder()
  }

  /// Hands over all rows in the order of the documents, some at a time.
  /// - Throws: `PipelinesError.input` naming a row that cannot be taken.
  func forEachPiece(_ body: ([Float]) throws -> Void) throws {
    let size = max(1, Self.pieceBytes / (4 * dimension))
    for start in stride(from: 0, to: order.count, by: size) {
      let numbers = order[start..<min(start + size, order.count)].map { Int($0) }
      let values = values(of: numbers)
      if let bad = VectorProblem.first(in: values, dimension: dimension) {
        throw PipelinesError.input(
          reason: "\(file.path): row \(numbers[bad.row]) (from 0; its id stands at \(file.idsPath):\(numbers[bad.row] + 1)) "
            + "\(bad.problem)")
      }
      try body(values)
    }
  }

  private func values(of numbers: [Int]) -> [Float] {
    switch rows {
    case .array(let array): return array.values(of: numbers)
    case .staged(let file):
      let floats = file.floats
      return numbers.flatMap { row in (row * dimension..<(row + 1) * dimension).map { floats[$0] } }
    }
  }
}
