internal import Dense

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

extension DenseError {
  /// The document whose vector cannot be stored, and why; nil for other errors.
  var vectorProblem: (document: Int, problem: String)? {
    switch self {
    case .notFinite(let document): (document, "\(VectorProblem.notFinite)")
    case .zeroLength(let document): (document, "\(VectorProblem.zero)")
    case .length(let document, let store):
      (document, "is too long or too short to be stored as \(store.rawValue); scale all vectors to lengths near 1")
    default: nil
    }
  }
}
