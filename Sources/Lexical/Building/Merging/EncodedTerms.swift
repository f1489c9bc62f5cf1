/// The stored form of consecutive terms' postings, made in parallel with others and written in order.
struct EncodedTerms: Sendable {
  /// What the dictionary needs of one term.
  struct Item: Sendable {
    var documentFrequency: Int
    var collectionFrequency: Int
    /// Where the term ends in `terms`.
    var termEnd: Int
    /// Where its list, or its single posting, ends in `lists`.
    var listEnd: Int
  }

  private(set) var items: [Item] = []
  /// The terms' bytes, one after another.
  private(set) var terms: [UInt8] = []
  /// Lists and single postings, one after another.
  private(set) var lists: [UInt8] = []

  init() {}

  /// Adds a term with the postings that `list` has gathered.
  mutating func append(_ term: ByteRegion, _ list: inout PostingsListWriter) {
    term.copy(to: &terms)
    let counts = (list.documentFrequency, list.collectionFrequency)
    list.finish(to: &lists)
    items.append(
      Item(documentFrequency: counts.0, collectionFrequency: counts.1, termEnd: terms.count, listEnd: lists.count))
  }
}
