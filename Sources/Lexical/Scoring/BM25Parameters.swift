/// Which length of a document a model scores with.
public enum DocumentLengths: String, Sendable, CaseIterable {
  /// One byte, as Lucene's similarities decode it: exact below 40 terms, then four significant bits.
  case oneByte
  /// The number of terms; for BM25 as Anserini with `-bm25.accurate` at indexing and at search.
  case exact
  /// The byte itself taken for a number of terms: what Anserini computes with `-bm25.accurate` at search alone, over an index of
  /// one-byte lengths. For comparison with such runs only.
  case code
}

/// The free parameters of BM25, chosen at query time.
public struct BM25Parameters: Equatable, Sendable {
  /// Saturation of term frequency; finite and >= 0. Anserini's default .9.
  public var k1: Float
  /// Strength of length normalisation, 0...1. Anserini's default .4.
  public var b: Float
  /// Which length of a document is used.
  public var lengths: DocumentLengths

  /// Parameters; by default Anserini's for MS MARCO passages.
  public init(k1: Float = 0.9, b: Float = 0.4, lengths: DocumentLengths = .oneByte) {
    self.k1 = k1
    self.b = b
    self.lengths = lengths
  }

  /// Parameters with true lengths or one-byte ones.
  public init(k1: Float = 0.9, b: Float = 0.4, exactLengths: Bool) {
    self.init(k1: k1, b: b, lengths: exactLengths ? .exact : .oneByte)
  }
}
