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
    for index in 0..<touchedCount {
      let slot = unsafe Int(touched[index])
      if unsafe scores[slot] >= limit {
        unsafe survivors[slot &>> 6] |= 1 &<< UInt64(slot & 63)
      } else {
        unsafe scores[slot] = -0.0
      }
    }
    touchedCount = 0
    takeSurvivors(&candidates)
  }

  private func takeSurvivors(_ candidates: inout Candidates) {
    var count = 0
    for word in 0..<(Int(end &- start) &+ 63) / 64 {
      var bits = unsafe survivors[word]
      if bits == 0 { continue }
      unsafe survivors[word] = 0
      while bits != 0 {
        let slot = word &* 64 &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        unsafe candidates.documents[count] = start &+ UInt32(truncatingIfNeeded: slot)
        unsafe candidates.scores[count] = scores[slot]
        unsafe scores[slot] = -0.0
        count &+= 1
      }
    }
    candidates.count = count
  }
}
