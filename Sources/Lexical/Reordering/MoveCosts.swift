/// What a term pays or saves, in bits, when one of its documents changes sides.
///
/// A term that occurs in d of a side's n documents is taken to cost d log2(n / (d + 1)) bits there (Dhulipala et al., "Compressing graphs
/// and inverted indexes with recursive graph bisection", KDD 2016). Moving one document changes d by one on either side, so only the
/// differences of d log2(d + 1) between neighbouring d matter.
@safe struct MoveCosts: @unchecked Sendable {  // the table is written by the initialiser alone
  /// Degrees with a stored difference.
  private static var tabled: Int { 4096 }

  private let scratch = Scratch()
  private let table: UnsafeMutablePointer<Float>

  init() {
    unsafe table = scratch.allocate(Float.self, Self.tabled)
    for degree in 0..<Self.tabled { unsafe table[degree] = Self.difference(degree) }
  }

  /// d log2(d + 1) - (d - 1) log2(d); 0 for d = 0.
  @inline(__always)
  func step(_ degree: Int32) -> Float {
    unsafe Int(degree) < Self.tabled ? table[Int(degree)] : Self.difference(Int(degree))
  }

  private static func difference(_ degree: Int) -> Float {
    guard degree > 0 else { return 0 }
    let degree = Double(degree)
    return Float(degree * BinaryLogarithm.of(degree + 1) - (degree - 1) * BinaryLogarithm.of(degree))
  }
}
