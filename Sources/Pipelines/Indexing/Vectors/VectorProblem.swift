/// Why a vector cannot be searched.
enum VectorProblem: CustomStringConvertible {
  case notFinite
  case zero

  var description: String {
    switch self {
    case .notFinite: "holds a NaN or an infinity"
    case .zero: "is zero"
    }
  }

  /// The first row of some that cannot be taken; nil when all can.
  static func first(in rows: [Float], dimension: Int) -> (row: Int, problem: VectorProblem)? {
    for row in 0..<rows.count / dimension {
      var largest: Float = 0
      for place in row * dimension..<(row + 1) * dimension {
        let size = abs(rows[place])
        if !size.isFinite { return (row, .notFinite) }
        largest = max(largest, size)
      }
      if largest == 0 { return (row, .zero) }
    }
    return nil
  }
}
