/// The free parameters of BM25, chosen at query time.
public struct BM25Parameters: Equatable, Sendable {
  /// Saturation of term frequency; finite and >= 0. Anserini's default .9.
  public var k1: Float
  /// Strength of length normalisation, 0...1. Anserini's default .4.
  public var b: Float
  /// Scores with true document lengths instead of one-byte ones (Anserini's `-bm25.accurate`).
  public var exactLengths: Bool

  /// Parameters; Anserini's defaults for MS MARCO passages.
  public init(k1: Float = 0.9, b: Float = 0.4, exactLengths: Bool = false) {
    self.k1 = k1
    self.b = b
    self.exactLengths = exactLengths
  }

  func validate() throws(LexicalError) {
    guard k1.isFinite, k1 >= 0 else { throw .badParameter(name: "k1", value: k1) }
    guard b >= 0, b <= 1 else { throw .badParameter(name: "b", value: b) }
  }
}
