internal import Bytes

/// Which terms may enter a query by feedback: of 2 to 20 UTF-16 code units, in at most a tenth of all documents, and for RM3 of ASCII
/// letters and digits alone. Remembers what it has looked up.
///
/// Source: Anserini 1.7.1, `createdFeatureVector` of `Rm3Reranker` and `createDocumentVector` of `RocchioReranker`.
struct FeedbackVocabulary {
  private let index: LexicalIndex
  private let plainOnly: Bool
  private var known: [ByteString: Bool] = [:]

  /// A vocabulary; `plainOnly` leaves terms of other characters than a-z and 0-9 out.
  init(_ index: LexicalIndex, plainOnly: Bool) {
    self.index = index
    self.plainOnly = plainOnly
  }

  /// The terms that may enter.
  mutating func accepted(_ terms: [WeightedTerm]) throws(LexicalError) -> [WeightedTerm] {
    var kept: [WeightedTerm] = []
    for term in terms {
      if try accepts(term.term) { kept.append(term) }
    }
    return kept
  }

  /// The heaviest `count` of the terms that may enter. Looks no further down than it must.
  mutating func heaviest(_ count: Int, of terms: [WeightedTerm]) throws(LexicalError) -> [WeightedTerm] {
    var kept: [WeightedTerm] = []
    for term in FeatureVector.heaviestFirst(terms) {
      if try accepts(term.term) { kept.append(term) }
      if kept.count >= count { break }
    }
    return kept
  }

  private mutating func accepts(_ term: ByteString) throws(LexicalError) -> Bool {
    guard (2...20).contains(UTF16Order.length(term)), !plainOnly || term.bytes.allSatisfy(Self.isPlain) else { return false }
    if let answer = known[term] { return answer }
    let frequency = try index.statistics(of: term)?.documentFrequency ?? 0
    let answer = Float(frequency) / Float(index.statistics.documents) <= 0.1
    known[term] = answer
    return answer
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")) || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
  }
}
