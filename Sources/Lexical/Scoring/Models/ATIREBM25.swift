internal import Foundation

/// BM25 of Trotman, Jia and Crane, "Towards an efficient and effective search engine", 2012: idf = log(N / n), (k1 + 1) tf / (tf + K).
struct ATIREBM25: BM25Variant {
  let parameters: BM25Parameters

  func inverseDocumentFrequency(_ frequency: Double, of documents: Double) -> Double { log(documents / frequency) }

  var factor: Double { Double(parameters.k1) + 1 }
}
