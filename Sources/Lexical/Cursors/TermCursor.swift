/// The postings of one query term, one decoded block at a time. Frequencies are unpacked only when a score is asked for.
@safe struct TermCursor<Scorer: TermScorer>: WindowCursor {
  private static var padding: Int { BitPacking.blockSize + 1 }

  private let list: PostingsList
  private let scorer: Scorer
  private let kernels = PostingsKernels.fastest
  private(set) var maximum: Float = 0
  /// Documents of the block, then `endOfPostings` up to 129.
  private let documents: UnsafeMutablePointer<UInt32>
  private let frequencies: UnsafeMutablePointer<UInt32>
  private let scores: UnsafeMutablePointer<Float>
  /// Candidates of a window found in the block: their numbers, and where they stand.
  private let found: UnsafeMutablePointer<UInt32>
  private let places: UnsafeMutablePointer<UInt32>
  private var block = 0
  private var count = 0
  private var position = 0
  private var contents = PostingsBlock.Contents(greatestFrequency: 0, pendingFrequencies: nil)

  /// A cursor at the first posting.
  init(_ list: PostingsList, _ scorer: Scorer, _ scratch: Scratch) throws(LexicalError) {
    self.list = list
    self.scorer = scorer
    unsafe documents = scratch.allocate(UInt32.self, Self.padding)
    unsafe frequencies = scratch.allocate(UInt32.self, Self.padding)
    unsafe scores = scratch.allocate(Float.self, Self.padding)
    unsafe found = scratch.allocate(UInt32.self, ScoreWindow.size)
    unsafe places = scratch.allocate(UInt32.self, ScoreWindow.size)
    try load(0)
    maximum = list.hasNavigation ? Impacts.maximum(list.impacts(list.blockCount), scorer.bound) : greatestScore()
  }

  @inline(__always)
  var document: UInt32 { unsafe documents[position] }

  /// The last document of the block.
  @inline(__always)
  private var last: UInt32 { unsafe count == 0 ? endOfPostings : documents[count &- 1] }

  mutating func next() throws(LexicalError) {
    position += 1
    if position >= count { try load(block + 1) }
  }

  mutating func advance(to document: UInt32) throws(LexicalError) {
    if self.document >= document { return }
    if last < document { try load(list.seek(document, from: block + 1)) }
    position = lowerBound(document)
  }

  mutating func score() -> Float {
    unpackFrequencies()
    return unsafe scorer.score(frequency: frequencies[position], document: documents[position])
  }

  /// The frequency of the current posting. Precondition: not at the end.
  mutating func frequency() -> UInt32 {
    unpackFrequencies()
    return unsafe frequencies[position]
  }

  mutating func accumulate(into window: inout ScoreWindow) throws(LexicalError) {
    while document < window.end {
      let run = scoreRun(before: window.end)
      unsafe window.add(documents + run.lowerBound, scores, count: run.count)
      try leave(run)
    }
  }

  mutating func collect(before end: UInt32, atLeast floor: Double, into candidates: inout Candidates) throws(LexicalError) {
    candidates.count = 0
    while document < end {
      let run = scoreRun(before: end)
      unsafe candidates.append(documents + run.lowerBound, scores, count: run.count, atLeast: floor)
      try leave(run)
    }
  }

  mutating func complete(_ candidates: inout Candidates, atLeast floor: Double) throws(LexicalError) {
    var candidate = 0
    while candidate < candidates.count {
      let document = unsafe candidates.documents[candidate]
      if last < document { try load(list.seek(document, from: block + 1)) }
      if count == 0 { break }
      candidate = completeWithinBlock(&candidates, from: candidate)
    }
    candidates.keep(atLeast: floor)
  }

  /// Looks up the candidates that are not behind the block; returns the first that is.
  private mutating func completeWithinBlock(_ candidates: inout Candidates, from first: Int) -> Int {
    let last = last
    var end = first
    while end < candidates.count, unsafe candidates.documents[end] <= last { end &+= 1 }
    let matches = unsafe kernels.match(
      candidates.documents + first, count: end - first, in: documents, found, places)
    if matches > 0 { unpackFrequencies() }
    for index in 0..<matches {
      let place = unsafe Int(places[index])
      let score = unsafe scorer.score(frequency: frequencies[place], document: documents[place])
      unsafe candidates.scores[first &+ Int(found[index])] += Double(score)
    }
    return end
  }

  /// Scores the block's postings from the current one to before `end`, into the beginning of `scores`.
  @inline(__always)
  private mutating func scoreRun(before end: UInt32) -> Range<Int> {
    unpackFrequencies()
    let stop = last < end ? count : lowerBound(end)
    unsafe scorer.score(
      documents + position, frequencies + position, count: stop - position, greatest: contents.greatestFrequency, into: scores)
    return position..<stop
  }

  private mutating func leave(_ run: Range<Int>) throws(LexicalError) {
    position = run.upperBound
    if position == count { try load(block + 1) }
  }

  /// The place of the first document of the block that is at least `document`: seven steps without a branch.
  @inline(__always)
  private func lowerBound(_ document: UInt32) -> Int {
    var low = 0
    var half = BitPacking.blockSize / 2
    while half > 0 {
      low &+= unsafe documents[low &+ half &- 1] < document ? half : 0
      half /= 2
    }
    return unsafe documents[low] < document ? low &+ 1 : low
  }

  @inline(__always)
  private mutating func unpackFrequencies() {
    if let pending = contents.pendingFrequencies {
      unsafe PostingsBlock.unpackFrequencies(pending, into: frequencies)
      contents.pendingFrequencies = nil
    }
  }

  /// Makes a block current, at its first posting; behind the last block stands the end.
  private mutating func load(_ block: Int) throws(LexicalError) {
    let passed = count == 0 ? 0 : last &+ 1
    self.block = block
    position = 0
    count = block < list.blockCount ? list.count(block) : 0
    if count > 0 { contents = try decode(block) }
    guard unsafe count == 0 || documents[0] >= passed else {
      throw .corrupt(structure: "postings list", detail: "block \(block) of \(list.blockCount) goes back")
    }
    for index in count..<Self.padding { unsafe documents[index] = endOfPostings }
  }

  private func decode(_ block: Int) throws(LexicalError) -> PostingsBlock.Contents {
    let limit = list.hasNavigation ? list.last(block) : list.documentLimit &- 1
    let contents = unsafe try PostingsBlock.decode(
      list.raw(block), count: count, base: list.base(block), limit: limit, into: documents, frequencies)
    guard let contents, limit < list.documentLimit, !list.hasNavigation || last == limit else {
      throw .corrupt(structure: "postings list", detail: "block \(block) of \(list.blockCount) does not decode")
    }
    return contents
  }

  private mutating func greatestScore() -> Float {
    unpackFrequencies()
    var greatest: Float = 0
    for index in 0..<count {
      unsafe greatest = max(greatest, scorer.score(frequency: frequencies[index], document: documents[index]))
    }
    return greatest
  }
}
