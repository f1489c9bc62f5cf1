import Bytes
import Foundation
import Lexical

/// BM25 over plain dictionaries: no blocks, no cursors, no pruning. Scores are summed in double in the order of descending maxima, as the index does.
struct Oracle {
  let documents: [[ByteString]]
  private let postings: [ByteString: [(document: Int, frequency: UInt32)]]
  private let average: Float
  private let nonEmpty: Int

  init(_ documents: [[ByteString]]) {
    self.documents = documents
    var postings: [ByteString: [(document: Int, frequency: UInt32)]] = [:]
    for (number, document) in documents.enumerated() {
      let counts = document.reduce(into: [ByteString: UInt32]()) { $0[$1, default: 0] += 1 }
      for (term, count) in counts { postings[term, default: []].append((document: number, frequency: count)) }
    }
    self.postings = postings
    nonEmpty = documents.count { !$0.isEmpty }
    average = nonEmpty == 0 ? 1 : Float(Double(documents.reduce(0) { $0 + $1.count }) / Double(nonEmpty))
  }

  /// The score of one term in every document that contains it.
  private func scores(_ term: WeightedTerm, _ parameters: BM25Parameters) -> [Int: Float] {
    guard let matching = postings[term.term] else { return [:] }
    let n = Double(matching.count)
    let weight = term.weight * Float(log(1 + (Double(nonEmpty) - n + 0.5) / (n + 0.5)))
    let (k1, b) = (parameters.k1, parameters.b)
    return matching.reduce(into: [:]) { scores, posting in
      let frequency = Float(posting.frequency)
      let length = documents[posting.document].count
      let norm = LengthNorm.encode(UInt32(length))
      switch parameters.lengths {
      case .oneByte:
        let inverse = 1 / (k1 * ((1 - b) + b * Float(LengthNorm.decode(norm)) / average))
        scores[posting.document] = weight - weight / (1 + frequency * inverse)
      case .exact, .code:
        let length = parameters.lengths == .code ? Float(norm) : Float(length)
        scores[posting.document] = weight * frequency / (frequency + k1 * (1 - b) + k1 * b / average * length)
      }
    }
  }

  /// The best documents, ties by document number, or by its rank. The double sums of these floats are exact, so their order does not matter.
  func search(
    _ terms: [WeightedTerm], hits: Int, _ parameters: BM25Parameters, ranks: [UInt32] = []
  ) -> [(document: UInt32, score: Float)] {
    func rank(_ document: UInt32) -> UInt32 { ranks.isEmpty ? document : ranks[Int(document)] }
    var sums: [Int: Double] = [:]
    for term in terms { for (document, score) in scores(term, parameters) { sums[document, default: 0] += Double(score) } }
    let ranked = sums.map { (document: UInt32($0.key), score: Float($0.value)) }.sorted { left, right in
      left.score != right.score ? left.score > right.score : rank(left.document) < rank(right.document)
    }
    return Array(ranked.prefix(max(0, hits)))
  }
}
