/// BM25 over true document lengths.
@safe struct ExactLengthScorer: TermScorer {
  private let weight: Float
  private let constant: Float
  private let perTerm: Float
  private let lengths: UnsafeRawPointer
  private let wide: Bool

  /// A scorer over one length a document, of four bytes or two.
  init(weight: Float, _ model: BM25, lengths: UnsafeRawPointer, wide: Bool) {
    self.wide = wide
    self.weight = weight
    constant = model.exact.constant
    perTerm = model.exact.perTerm
    unsafe self.lengths = lengths
  }

  @inline(__always)
  private func formula(_ frequency: Float, _ length: Float) -> Float {
    weight * frequency / (frequency + constant + perTerm * length)
  }

  @inline(__always)
  func score(frequency: UInt32, document: UInt32) -> Float {
    let place = Int(document)
    let length =
      unsafe wide
      ? Float(lengths.loadUnaligned(fromByteOffset: 4 &* place, as: UInt32.self))
      : Float(lengths.loadUnaligned(fromByteOffset: 2 &* place, as: UInt16.self))
    return formula(Float(frequency), length)
  }

  /// A decoded length is never longer than the true one, so its score bounds; the factor covers this formula's rounding, which is not monotonic.
  func bound(frequency: UInt32, norm: UInt8) -> Float {
    formula(Float(frequency), Float(LengthNorm.decode(norm))) * 1.000_001
  }

  @inline(__always)
  func score(
    _ documents: UnsafePointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, count: Int, greatest: UInt32,
    into scores: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<count {
      unsafe scores[index] = score(frequency: frequencies[index], document: documents[index])
    }
  }
}
