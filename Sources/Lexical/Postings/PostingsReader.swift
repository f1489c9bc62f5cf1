/// Reads lists block by block, for passes over a whole index. Unlike a cursor it scores nothing, and refuses a list that does not ascend.
@safe struct PostingsReader {
  private let scratch = Scratch()
  /// The documents of the block read last.
  let documents: UnsafeMutablePointer<UInt32>
  /// Their frequencies.
  let frequencies: UnsafeMutablePointer<UInt32>

  init() {
    unsafe documents = scratch.allocate(UInt32.self, BitPacking.blockSize)
    unsafe frequencies = scratch.allocate(UInt32.self, BitPacking.blockSize)
  }

  /// Reads a block; returns its number of postings, at least one. The documents ascend and are below the list's `documentLimit`.
  func read(_ block: Int, of list: PostingsList) throws(LexicalError) -> Int {
    let count = list.count(block)
    let limit = list.hasNavigation ? list.last(block) : list.documentLimit &- 1
    let contents = unsafe try PostingsBlock.decode(
      list.raw(block), count: count, base: list.base(block), limit: limit, into: documents, frequencies)
    guard let contents, limit < list.documentLimit else {
      throw .corrupt(structure: "postings list", detail: "block \(block) of \(list.blockCount) does not decode")
    }
    if let pending = contents.pendingFrequencies {
      unsafe PostingsBlock.unpackFrequencies(pending, into: frequencies)
    }
    for index in 1..<max(1, count) where unsafe documents[index] <= documents[index - 1] {
      throw .corrupt(structure: "postings list", detail: "block \(block) of \(list.blockCount) does not ascend")
    }
    return count
  }
}
