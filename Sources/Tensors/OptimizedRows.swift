/// The values that a step of an optimizer goes through, and where their gradients are: all of them, of no value, or of some rows.
struct OptimizedRows: ~Escapable {
  private let gradient: Span<Float>
  private let count: Int
  // Of a table of which only some rows have a gradient: their numbers, ascending, and the floats of a row.
  private let touched: Span<Int32>
  private let width: Int

  /// Values with one gradient each, or with zeros when it is empty.
  @_lifetime(copy gradient)
  init(gradient: Span<Float>, count: Int) {
    self.gradient = gradient
    self.count = count
    touched = Span()
    width = 0
  }

  /// Values in rows, of which some have gradients.
  @_lifetime(copy touched, copy gradient)
  init(touched: Span<Int32>, width: Int, gradient: Span<Float>, count: Int) {
    precondition(width > 0 && count % width == 0 && gradient.count == touched.count * width)
    for i in touched.indices { precondition(touched[i] >= 0 && Int(touched[i]) < count / width) }
    for i in touched.indices.dropFirst() { precondition(touched[i - 1] < touched[i], "touched rows do not ascend") }
    self.gradient = gradient
    self.count = count
    self.touched = touched
    self.width = width
  }

  /// Calls `step` for runs of values that lie in a row, with their gradients, or nil for zeros.
  func forEach(fork: Fork, _ step: @Sendable (Range<Int>, UnsafePointer<Float>?) -> Void) {
    let width = width, count = count
    unsafe gradient.withUnsafeBufferPointer { gradient in
      nonisolated(unsafe) let start = gradient.isEmpty ? nil : gradient.baseAddress
      guard width > 0 else {
        fork.split(count, step: InstructionSet.elementBlock) { _, part in
          if let start = unsafe start { unsafe step(part, start + part.lowerBound) } else { step(part, nil) }
        }
        return
      }
      unsafe touched.withUnsafeBufferPointer { touched in
        nonisolated(unsafe) let touched = unsafe touched
        fork.split(count / width, step: 64) { _, rows in
          var row = rows.lowerBound
          for i in unsafe Self.first(in: touched, from: row)..<touched.count {
            let next = unsafe Int(touched[i])
            guard next < rows.upperBound, let start = unsafe start else { break }
            if row < next { step(row * width..<next * width, nil) }
            unsafe step(next * width..<(next + 1) * width, start + i * width)
            row = next + 1
          }
          if row < rows.upperBound { step(row * width..<rows.upperBound * width, nil) }
        }
      }
    }
  }

  /// The place of the first row number that is at least `row`.
  private static func first(in touched: UnsafeBufferPointer<Int32>, from row: Int) -> Int {
    var low = 0, high = touched.count
    while low < high {
      let middle = (low + high) / 2
      if unsafe Int(touched[middle]) < row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
