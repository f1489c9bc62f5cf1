/// Scores postings of one query term. Everything constant for query and term is inside; pointers stay valid during the search.
protocol TermScorer {
  /// The score of one posting. Precondition: `document` is below the collection's size.
  func score(frequency: UInt32, document: UInt32) -> Float

  /// The scores of `count` postings. No frequency is above `greatest`.
  func score(
    _ documents: UnsafePointer<UInt32>, _ frequencies: UnsafePointer<UInt32>, count: Int, greatest: UInt32,
    into scores: UnsafeMutablePointer<Float>)

  /// No posting with this frequency (or a lower one) and this length byte (or a higher one) scores above it.
  func bound(frequency: UInt32, norm: UInt8) -> Float
}
