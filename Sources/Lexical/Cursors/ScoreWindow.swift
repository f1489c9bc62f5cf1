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
  private let kernels = PostingsKernels.fastest
  /// A bit a slot, all clear between calls.
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
    let surviving = dropLesser((max(floor, 0) + 0).bitPattern)
    touchedCount = 0
    unsafe kernels.sortSlots(touched, count: surviving, words: survivors)
    takeSurvivors(surviving, &candidates)
  }

  /// Empties the touched slots with less than a score, given by its bits, and moves the others to the front of `touched`; returns how many.
  /// Bits of scores >= 0 order as the scores do, and the difference of two has its top bit set where it is negative: no branch is needed.
  private mutating func dropLesser(_ limit: UInt64) -> Int {
    let (scores, touched) = unsafe (scores, touched)
    var surviving = 0
    for index in 0..<touchedCount {
      let slot = unsafe touched[index]
      let score = unsafe scores[Int(slot)].bitPattern
      let lesser = (score &- limit) &>> 63
      unsafe scores[Int(slot)] = Double(bitPattern: score & (lesser &- 1) | lesser &<< 63)
      unsafe touched[surviving] = slot
      surviving &+= Int(1 &- lesser)
    }
    return surviving
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
