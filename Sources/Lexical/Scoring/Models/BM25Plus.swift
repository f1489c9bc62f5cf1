internal import Foundation

/// BM25+: idf = log((N + 1) / n), (k1 + 1) tf / (tf + K) + delta.
///
/// Source: Lv and Zhai, CIKM 2011, whose sum is over the terms of the query that occur in the document: delta is what one occurrence is worth
/// in a document of any length. bm25s adds it for terms that the document lacks too, and so the same to every document: its BM25+ ranks
/// as this one does with delta = 0.
struct BM25Plus: BM25Variant {
  let parameters: BM25Parameters
  let delta: Float

  func inverseDocumentFrequency(_ frequency: Double, of documents: Double) -> Double { log((documents + 1) / frequency) }

  var factor: Double { Double(parameters.k1) + 1 }

  var added: Double { Double(delta) }
}
