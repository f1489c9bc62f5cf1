internal import Parallelism

/// The placing terms of every document, ascending, in two bytes each.
/// `@unchecked Sendable`: the initialiser alone writes, and what belongs to a document is written by one thread.
@safe struct ForwardIndex: @unchecked Sendable {
  /// Documents one thread takes at a time: few enough that what is gathered for them stays in the cache.
  private static var sliceSize: Int { 1 << 14 }

  /// Number of documents.
  let documents: Int
  /// Number of different terms.
  let termCount: Int
  private let scratch = Scratch()
  /// Where the terms of each document begin, and the end.
  private let starts: UnsafeMutablePointer<Int>
  private let terms: UnsafeMutablePointer<UInt16>

  /// Bytes it takes.
  static func bytes(documents: Int, postings: Int) -> Int { 8 * (documents + 1) + 2 * postings }

  /// Turns the lists around; each is decoded twice.
  init(_ placing: PlacingTerms, documents: Int, threads: Int) throws {
    self.documents = documents
    termCount = placing.lists.count
    unsafe starts = scratch.allocate(Int.self, documents + 1)
    unsafe terms = scratch.allocate(UInt16.self, placing.postings)
    unsafe starts.initialize(repeating: 0, count: documents + 1)
    let index = self
    let lists = placing.lists
    let slices = (documents + Self.sliceSize - 1) / Self.sliceSize
    try forEachBlock(count: slices, threads: threads) { try index.count(lists, slice: $0) }
    for document in 0..<documents { unsafe starts[document + 1] += starts[document] }
    try forEachBlock(count: slices, threads: threads) { try index.fill(lists, slice: $0) }
  }

  /// The terms of a document.
  @inline(__always)
  func terms(of document: UInt32) -> UnsafeBufferPointer<UInt16> {
    let start = unsafe starts[Int(document)]
    return unsafe UnsafeBufferPointer(start: terms + start, count: starts[Int(document) &+ 1] &- start)
  }

  private func range(_ slice: Int) -> Range<UInt32> {
    UInt32(slice * Self.sliceSize)..<UInt32(min(documents, (slice + 1) * Self.sliceSize))
  }

  /// Counts each document's terms into the place behind it.
  private func count(_ lists: [PostingsList], slice: Int) throws(LexicalError) {
    let (range, reader) = (range(slice), PostingsReader())
    for list in lists {
      try reader.read(list, within: range) { document in unsafe starts[Int(document) &+ 1] &+= 1 }
    }
  }

  private func fill(_ lists: [PostingsList], slice: Int) throws(LexicalError) {
    let (range, reader) = (range(slice), PostingsReader())
    var filled = [Int](repeating: 0, count: range.count)
    for (term, list) in lists.enumerated() {
      try reader.read(list, within: range) { document in
        let place = Int(document &- range.lowerBound)
        unsafe terms[starts[Int(document)] &+ filled[place]] = UInt16(truncatingIfNeeded: term)
        filled[place] &+= 1
      }
    }
  }
}

extension PostingsReader {
  /// Hands over the documents of a list that lie in a range.
  @inline(__always)
  fileprivate func read(
    _ list: PostingsList, within range: Range<UInt32>, _ body: (UInt32) -> Void
  ) throws(LexicalError) {
    var block = list.hasNavigation ? list.seek(range.lowerBound, from: 0) : 0
    while block < list.blockCount {
      let count = try read(block, of: list)
      for index in 0..<count {
        let document = unsafe documents[index]
        if document >= range.upperBound { return }
        if document >= range.lowerBound { body(document) }
      }
      block += 1
    }
  }
}
