/// The stored form of consecutive terms' postings, made in parallel with others and written in order.
struct EncodedTerms: Sendable {
  /// What the dictionary needs of one term.
  struct Item: Sendable {
    var number: UInt32
    var documentFrequency: Int
    var collectionFrequency: Int
    /// Bytes of its list, or of its single posting.
    var byteCount: Int
  }

  private(set) var items: [Item] = []
  /// Lists and single postings, one after another.
  private(set) var bytes: [UInt8] = []

  /// Encodes the terms with these numbers, in this order.
  init(_ numbers: ArraySlice<UInt32>, of arena: PostingsArena, norms: [UInt8], blockSize: Int) {
    var writer = PostingsListWriter(blockSize: blockSize)
    var documents: [UInt32] = []
    var frequencies: [UInt32] = []
    for number in numbers {
      arena.read(Int(number), documents: &documents, frequencies: &frequencies)
      let start = bytes.count
      writer.append(documents, frequencies, norms: norms, to: &bytes)
      items.append(
        Item(
          number: number, documentFrequency: documents.count, collectionFrequency: frequencies.reduce(0) { $0 + Int($1) },
          byteCount: bytes.count - start))
    }
  }
}
