import Bytes
import Lexical
import Ranking
import Storage
import TestSupport

/// Documents of impacts as plain dictionaries.
struct ImpactOracle {
  let documents: [[ByteString: UInt32]]
  private let postings: [ByteString: [(document: Int, impact: UInt32)]]

  init(documents: [[ByteString: UInt32]]) {
    self.documents = documents
    var postings: [ByteString: [(document: Int, impact: UInt32)]] = [:]
    for (number, document) in documents.enumerated() {
      for (term, impact) in document { postings[term, default: []].append((document: number, impact: impact)) }
    }
    self.postings = postings
  }

  /// The best documents by a plain dot product: float32 products, summed in double by descending maxima as the index promises, ties by
  /// document number. A list's maximum is that of the products themselves.
  func search(_ terms: [WeightedTerm], hits: Int) -> [(document: UInt32, score: Float)] {
    var sums: [Int: Double] = [:]
    for term in products(terms) { for (number, score) in term.scores { sums[number, default: 0] += Double(score) } }
    var found = sums.map { (document: UInt32($0.key), score: Float($0.value)) }
    found.sort { $0.score != $1.score ? $0.score > $1.score : $0.document < $1.document }
    return Array(found.prefix(hits))
  }

  private struct Products {
    var scores: [Int: Float] = [:]
    var maximum: Float = 0
  }

  /// Terms by descending maximum, equal maxima in query order (the sort is stable).
  private func products(_ terms: [WeightedTerm]) -> [Products] {
    var all: [Products] = []
    for term in terms {
      var products = Products()
      for (number, impact) in postings[term.term] ?? [] {
        let score = term.weight * Float(impact)
        products.scores[number] = score
        products.maximum = max(products.maximum, score)
      }
      all.append(products)
    }
    return all.sorted { $0.maximum > $1.maximum }
  }

  /// The documents as the builder takes them; terms in byte order.
  var vectors: [ImpactVector] {
    documents.map { document in
      document.sorted { $0.key < $1.key }.reduce(into: ImpactVector()) { $0.append($1.key.bytes.span, impact: $1.value) }
    }
  }
}
