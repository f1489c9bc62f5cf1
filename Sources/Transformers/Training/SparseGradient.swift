internal import Tensors

/// The gradient of a table of which few rows are used: those rows in rising order, and their gradients one after the other.
final class SparseGradient {
  private(set) var rows: [Int32] = []
  private let columns: Int
  private var matrix: Matrix

  init(columns: Int) {
    self.columns = columns
    matrix = Matrix(rows: 0, columns: columns)
  }

  /// Where the gradients of `rows` begin, until the next change of rows.
  var start: UnsafeMutablePointer<Float>? { unsafe matrix.start }

  /// Floats of the gradient.
  var count: Int { rows.count * columns }

  func clear() {
    rows = []
    matrix = Matrix(rows: 0, columns: columns)
  }

  /// Adds row i of `gradient` to the row `ids[i]`, in the order of i, unless that is negative.
  func add(_ gradient: borrowing Matrix, rows ids: [Int32], on instructionSet: InstructionSet, fork: Fork = .serial) {
    makeRoom(for: ids)
    var places = [Int32: Int32](minimumCapacity: rows.count)
    for (place, row) in rows.enumerated() { places[row] = Int32(place) }
    let slots = ids.map { places[$0] ?? -1 }
    guard let start = unsafe start else { return }
    var target = unsafe MutableSpan(_unsafeStart: start, count: count)
    instructionSet.addRows(of: gradient, to: slots.span, of: &target, fork: fork)
  }

  private func makeRoom(for ids: [Int32]) {
    let old = rows, all = Set(old).union(ids.lazy.filter { $0 >= 0 }).sorted()
    guard all.count > old.count else { return }
    var larger = Matrix(rows: all.count, columns: columns), next = 0
    for (place, row) in all.enumerated() where next < old.count && old[next] == row {
      larger.copyRow(next, of: matrix, to: place)
      next += 1
    }
    rows = all
    matrix = larger
  }
}
