/// BM25 over true document lengths.
@safe struct ExactLengthScorer: TermScorer {
  private let weight: Float
  private let constant: Float
  private let perTerm: Float
  private let lengths: UnsafePointer<UInt32>

  /// A scorer over one length a document.
  init(weight: Float, _ model: BM25, lengths: UnsafePointer<UInt32>) {
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
    unsafe formula(Float(frequency), Float(lengths[Int(document)]))
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
