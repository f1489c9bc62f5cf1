/// Scores over one-byte lengths. Long lists get a table of all scores for small frequencies: 8 rows of 256 length bytes.
@safe struct ByteLengthScorer<Formula: TermFormula>: TermScorer {
  /// Frequencies in the table: 1 to 8, those of three packed bits.
  static var tableRows: Int { 8 }
  /// Lists shorter than this are scored by formula; the table costs as much as about a thousand postings.
  static var tableThreshold: Int { 1024 }

  private let formula: Formula
  private let normValues: UnsafePointer<Formula.Norm>
  private let norms: UnsafePointer<UInt8>
  private let table: UnsafePointer<Float>?

  /// A scorer of a term in so many documents; allocates its table in `scratch`.
  init(_ formula: Formula, documentFrequency: Int, _ lengths: ByteLengths<Formula.Norm>, _ scratch: Scratch) {
    self.formula = formula
    unsafe normValues = lengths.values
    unsafe norms = lengths.norms
    guard documentFrequency >= Self.tableThreshold else {
      unsafe table = nil
      return
    }
    let rows = unsafe scratch.allocate(Float.self, 256 * Self.tableRows)
    for row in 0..<Self.tableRows {
      for norm in 0..<256 {
        unsafe rows[row &* 256 &+ norm] = formula.score(frequency: UInt32(row + 1), norm: lengths.values[norm])
      }
    }
    unsafe table = UnsafePointer(rows)
  }

  @inline(__always)
  func score(frequency: UInt32, document: UInt32) -> Float {
    unsafe formula.score(frequency: frequency, norm: normValues[Int(norms[Int(document)])])
  }

  func bound(frequency: UInt32, norm: UInt8) -> Float {
    unsafe formula.bound(frequency: frequency, norm: normValues[Int(norm)])
  }

  @inline(__always)
  func score(
    _ documents: UnsafePointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, count: Int, greatest: UInt32,
    into scores: UnsafeMutablePointer<Float>
  ) {
    guard let table = unsafe table, greatest <= UInt32(Self.tableRows) else {
      for index in 0..<count {
        unsafe scores[index] = score(frequency: frequencies[index], document: documents[index])
      }
      return
    }
    if greatest == 1 {
      for index in 0..<count { unsafe scores[index] = table[Int(norms[Int(documents[index])])] }
    } else {
      let rows = unsafe table - 256
      for index in 0..<count {
        unsafe scores[index] = rows[Int(frequencies[index]) &<< 8 | Int(norms[Int(documents[index])])]
      }
    }
  }
}

/// The length byte of every document, and what a model makes of each of the 256 bytes.
@safe struct ByteLengths<Norm: BitwiseCopyable> {
  fileprivate let values: UnsafePointer<Norm>
  fileprivate let norms: UnsafePointer<UInt8>

  /// Lengths for one search; the values stand in `scratch`.
  init<Lengths: LengthFunction>(_ lengths: Lengths, _ norms: ByteRegion, _ scratch: Scratch) where Lengths.Norm == Norm {
    let values = unsafe scratch.allocate(Norm.self, 256)
    for norm in 0..<256 { unsafe values[norm] = lengths.norm(of: Float(LengthNorm.lengths[norm])) }
    unsafe self.values = UnsafePointer(values)
    unsafe self.norms = norms.start.assumingMemoryBound(to: UInt8.self)
  }
}
