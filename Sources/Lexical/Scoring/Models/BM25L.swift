internal import Foundation

/// BM25L: idf = log((N + 1) / (n + .5)), (k1 + 1) (c + delta) / (k1 + c + delta) where c = tf k1 / K.
///
/// As `Saturation`: c / k1 = tf / K, so (c + delta) / (k1 + c + delta) = 1 - 1 / (1 + delta / k1 + tf / K).
/// Source: Lv and Zhai, SIGIR 2011, equation 8, whose second case says that a term which the document lacks adds 0. bm25s takes the
/// first case at tf = 0 too and so gives every document idf (k1 + 1) delta / (k1 + delta) for each query term, which ranks otherwise.
struct BM25L: BM25Variant {
  let parameters: BM25Parameters
  let delta: Float

  func inverseDocumentFrequency(_ frequency: Double, of documents: Double) -> Double {
    log((documents + 1) / (frequency + 0.5))
  }

  var factor: Double { Double(parameters.k1) + 1 }

  var shift: Float { delta == 0 ? 1 : 1 + delta / parameters.k1 }
}
