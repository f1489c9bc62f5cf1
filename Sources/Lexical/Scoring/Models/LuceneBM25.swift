internal import Foundation

/// BM25 as Lucene 10 computes it: idf = log(1 + (N - n + .5) / (n + .5)), tf / (tf + K).
struct LuceneBM25: BM25Variant {
  let parameters: BM25Parameters

  func inverseDocumentFrequency(_ frequency: Double, of documents: Double) -> Double {
    log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
  }
}
