internal import Foundation

/// BM25 of Robertson et al., TREC-3, 1994: idf = log((N - n + .5) / (n + .5)), tf / (tf + K).
///
/// The idf of a term in more than half of the documents is negative. Here it is 0, as in bm25s: the term still finds documents, and adds nothing.
struct RobertsonBM25: BM25Variant {
  let parameters: BM25Parameters

  func inverseDocumentFrequency(_ frequency: Double, of documents: Double) -> Double {
    log(max(1, (documents - frequency + 0.5) / (frequency + 0.5)))
  }
}
