/// Impacts of learned-sparse documents: the term's weight in the query times the impact, which stands where frequencies stand.
///
/// Source: Anserini `ImpactSimilarity` (`freq * boost` in float32, no length, no idf). Both roundings are monotonic in the impact, so the
/// greatest impact of some postings gives their greatest score exactly: bounds are scores.
@safe struct ImpactScorer: TermScorer {
  private let weight: Float

  /// A scorer of one term. Precondition: `weight` times any impact is finite and >= 0.
  init(weight: Float) { self.weight = weight }

  /// As a signed integer, which vector units convert at once. Impacts are at most 2^31 - 1; only a damaged index has the top bit.
  @inline(__always)
  private func product(_ impact: UInt32) -> Float { weight * Float(Int32(truncatingIfNeeded: impact & 0x7fff_ffff)) }

  @inline(__always)
  func score(frequency: UInt32, document: UInt32) -> Float { product(frequency) }

  func bound(frequency: UInt32, norm: UInt8) -> Float { product(frequency) }

  @inline(__always)
  func score(
    _ documents: UnsafePointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, count: Int, greatest: UInt32,
    into scores: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<count { unsafe scores[index] = product(frequencies[index]) }
  }
}
