/// Simple lower case, one code point to one code point, as Lucene's LowerCaseFilter applies it.
struct LowerCase: Sendable {
  /// For each code point the number of its distance in `distances`; 0 for a character that is its own lower case.
  let kinds: CodePointTable
  let distances: [Int32]

  static let shared = LowerCase()

  private init() {
    var values = [UInt8](repeating: 0, count: 0x110000)
    var distances: [Int32] = [0]
    var numbers = PackedNumbers(LowerCaseRanges.packed)
    while let first = numbers.next()?.number, let count = numbers.next()?.number, let step = numbers.next()?.number,
      let lower = numbers.next()?.number
    {
      let distance = Int32(lower - first)
      let kind = distances.firstIndex(of: distance) ?? distances.count
      if kind == distances.count { distances.append(distance) }
      for n in 0..<count { values[first + n * step] = UInt8(truncatingIfNeeded: kind) }
    }
    self.distances = distances
    kinds = CodePointTable(values)
  }

  /// The lower case of a code point.
  @inline(__always) func callAsFunction(_ scalar: UInt32) -> UInt32 {
    let kind = lookUp(scalar, kinds.index.span, kinds.pages.span)
    return UInt32(bitPattern: Int32(bitPattern: scalar) &+ distances[Int(kind)])
  }
}
