internal import Foundation

/// BM25 as Lucene 10 computes it, in float32, with everything that is constant for a query computed once.
///
/// Source: Lucene `BM25Similarity`: idf = log(1 + (N - n + .5) / (n + .5)); score = w - w / (1 + tf / (k1 (1 - b + b len / avgdl))), which
/// rounds monotonically in tf and length. With exact lengths: Anserini `AccurateBM25Similarity`, w tf / (tf + k1 (1 - b) + k1 b / avgdl len).
package struct BM25: Sendable {
  /// k1, b and the kind of lengths.
  let parameters: BM25Parameters
  /// Documents with at least one term.
  let documents: Int
  /// For every length byte the reciprocal of `k1 * ((1 - b) + b * length / averageLength)`.
  let inverseNorms: [Float]
  /// `k1 * (1 - b)` and `k1 * b / averageLength`: the exact variant's constants.
  let exact: (constant: Float, perTerm: Float)

  /// BM25 over a collection.
  package init(_ parameters: BM25Parameters, _ statistics: LexicalStatistics) {
    let (k1, b, average) = (parameters.k1, parameters.b, statistics.averageLength)
    self.parameters = parameters
    documents = statistics.nonEmptyDocuments
    inverseNorms = LengthNorm.lengths.map { 1 / (k1 * ((1 - b) + b * Float($0) / average)) }
    exact = (k1 * (1 - b), k1 * b / max(1e-10, average))
  }

  /// The weight of a term that occurs in `documentFrequency` documents and `boost` times in the query.
  package func weight(documentFrequency: Int, boost: Float) -> Float {
    let n = Double(documentFrequency)
    return boost * Float(log(1 + (Double(documents) - n + 0.5) / (n + 0.5)))
  }

  /// The score of one occurrence count in a document with this length byte.
  package func score(weight: Float, frequency: UInt32, norm: UInt8) -> Float {
    weight - weight / (1 + Float(frequency) * inverseNorms[Int(norm)])
  }

  /// The score of one occurrence count in a document of exactly this length.
  package func score(weight: Float, frequency: UInt32, length: UInt32) -> Float {
    weight * Float(frequency) / (Float(frequency) + exact.constant + exact.perTerm * Float(length))
  }
}
