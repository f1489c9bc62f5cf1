/// The scores of a window of consecutive documents, summed term after term in double as Lucene sums them.
///
/// An untouched slot holds -0.0: adding a score >= 0 to it gives exactly that score and clears the sign, so a document that matches with
/// score 0 differs from one that does not match. Slots are noted when first touched; those that survive `drain` are put in order by a
/// bit set. (Scanning the scores with vector loads instead was twice as slow: they cannot be forwarded from the scalar stores.)
@safe struct ScoreWindow {
  /// Documents a window: its scores (32 KiB) fit the first-level cache.
  static let size = 4096

  private let scores: UnsafeMutablePointer<Double>
  private let touched: UnsafeMutablePointer<UInt16>
  private var touchedCount = 0
  private let survivors: UnsafeMutablePointer<UInt64>
  /// First document.
  private(set) var start: UInt32 = 0
  /// The document after the last.
  private(set) var end: UInt32 = 0

  /// An empty window.
  init(_ scratch: Scratch) {
    unsafe scores = scratch.allocate(Double.self, Self.size)
    unsafe touched = scratch.allocate(UInt16.self, Self.size + BitPacking.blockSize + 1)
    unsafe survivors = scratch.allocate(UInt64.self, Self.size / 64)
    unsafe scores.update(repeating: -0.0, count: Self.size)
    unsafe survivors.update(repeating: 0, count: Self.size / 64)
  }

  /// Moves the window. Preconditions: drained; `end` at most `size` after `start`.
  mutating func move(to start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }

  /// Adds scores of documents inside the window.
  @inline(__always)
  mutating func add(_ documents: UnsafePointer<UInt32>, _ added: UnsafePointer<Float>, count: Int) {
    guard touchedCount <= Self.size else { return }  // only sums that are not numbers, of a damaged index, come here
    var end = touchedCount
    let start = start
    for index in 0..<count {
      let slot = unsafe documents[index] &- start
      let before = unsafe scores[Int(slot)]
      unsafe scores[Int(slot)] = before + Double(added[index])
      unsafe touched[end] = UInt16(truncatingIfNeeded: slot)
      end &+= Int(before.bitPattern &>> 63)
    }
    touchedCount = end
  }

  /// Moves all documents that were touched and have at least `floor` into the candidates, in order, and empties the window.
  mutating func drain(atLeast floor: Double, into candidates: inout Candidates) {
    let limit = max(floor, 0)
    var surviving = 0
    for index in 0..<touchedCount {
      let slot = unsafe touched[index]
      let score = unsafe scores[Int(slot)]
      let survives = score >= limit
      unsafe scores[Int(slot)] = survives ? score : -0.0
      unsafe touched[surviving] = slot
      surviving &+= survives ? 1 : 0
    }
    touchedCount = 0
    sortSurvivors(surviving)
    takeSurvivors(surviving, &candidates)
  }

  /// Puts the first `count` slots of `touched` in order by way of a bit set, and of another that tells which of its words have bits. Of most
  /// words no more than four are set: so many are read without asking how many there are (Langdale and Lemire, "Parsing gigabytes of JSON per
  /// second", 2019).
  private mutating func sortSurvivors(_ count: Int) {
    var words: UInt64 = 0
    for index in 0..<count {
      let slot = unsafe UInt64(touched[index])
      unsafe survivors[Int(slot &>> 6)] |= 1 &<< (slot & 63)
      words |= 1 &<< (slot &>> 6)
    }
    var end = 0
    while words != 0 {
      end = takeWord(words.trailingZeroBitCount, to: end)
      words &= words &- 1
    }
  }

  /// Writes the slots of a word's bits from `end` on, and up to three that mean nothing behind them; returns where they end.
  @inline(__always)
  private mutating func takeWord(_ word: Int, to end: Int) -> Int {
    var bits = unsafe survivors[word]
    unsafe survivors[word] = 0
    let next = end &+ bits.nonzeroBitCount
    let first = word &* 64
    for place in 0..<4 {
      unsafe touched[end &+ place] = UInt16(truncatingIfNeeded: first &+ bits.trailingZeroBitCount)
      bits &= bits &- 1
    }
    var place = end &+ 4
    while bits != 0 {
      unsafe touched[place] = UInt16(truncatingIfNeeded: first &+ bits.trailingZeroBitCount)
      bits &= bits &- 1
      place &+= 1
    }
    return next
  }

  private mutating func takeSurvivors(_ count: Int, _ candidates: inout Candidates) {
    for index in 0..<count {
      let slot = unsafe touched[index]
      unsafe candidates.documents[index] = start &+ UInt32(slot)
      unsafe candidates.scores[index] = scores[Int(slot)]
      unsafe scores[Int(slot)] = -0.0
    }
    candidates.count = count
  }
}
