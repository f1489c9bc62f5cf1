/// A member of the BM25 family, as what sets it apart: its idf, and how the saturating curve is scaled, raised and moved.
///
/// With K = k1 ((1 - b) + b length / mean), all of them are `idf (factor (1 - 1 / (shift + tf / K)) + added)`.
protocol BM25Variant: Sendable {
  var parameters: BM25Parameters { get }
  /// The idf of a term in `frequency` of `documents` non-empty documents; never negative.
  func inverseDocumentFrequency(_ frequency: Double, of documents: Double) -> Double
  var factor: Double { get }
  var added: Double { get }
  /// At least 1.
  var shift: Float { get }
}

extension BM25Variant {
  var factor: Double { 1 }
  var added: Double { 0 }
  var shift: Float { 1 }
}

/// The score of a term in the BM25 family: `ceiling - weight / (shift + tf / K)` in float32.
///
/// Each step rounds monotonically in tf and in the length, and `weight <= ceiling`, so that scores are >= 0 and bounds are exact.
/// Source of this form: Lucene 10, `BM25Similarity`.
struct Saturation: TermFormula {
  let ceiling: Float
  let weight: Float
  let shift: Float

  @inline(__always)
  func score(frequency: UInt32, norm: Float) -> Float { ceiling - weight / (shift + Float(frequency) * norm) }
}

/// 1 / K.
struct SaturationLengths: LengthFunction {
  let k1: Float
  let b: Float
  let average: Float

  @inline(__always)
  func norm(of length: Float) -> Float { 1 / (k1 * ((1 - b) + b * length / average)) }
}

/// A member of the BM25 family over a collection.
struct SaturationModel: CollectionModel {
  let variant: any BM25Variant
  let documents: Double
  let lengths: SaturationLengths

  init(_ variant: any BM25Variant, _ statistics: LexicalStatistics) {
    self.variant = variant
    documents = Double(statistics.nonEmptyDocuments)
    let parameters = variant.parameters
    lengths = SaturationLengths(k1: parameters.k1, b: parameters.b, average: statistics.averageLength)
  }

  func formula(_ term: TermStatistics, weight boost: Float) -> Saturation {
    let idf = variant.inverseDocumentFrequency(Double(term.documentFrequency), of: documents)
    let weight = boost * Float(idf * variant.factor)
    return Saturation(ceiling: weight + boost * Float(idf * variant.added), weight: weight, shift: variant.shift)
  }
}
