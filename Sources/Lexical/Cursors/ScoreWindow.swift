/// The scores of a window of consecutive documents, summed term after term in double as Lucene sums them.
///
/// An untouched slot holds -0.0: adding a score >= 0 to it gives exactly that score and clears the sign, so a document that matches with
/// score 0 differs from one that does not match. `touched` has a byte for every eight documents.
@safe struct ScoreWindow {
  /// Documents a window: its scores (32 KiB) fit the first-level cache.
  static let size = 4096

  private let scores: UnsafeMutablePointer<Double>
  private let touched: UnsafeMutablePointer<UInt8>
  /// First document.
  private(set) var start: UInt32 = 0
  /// The document after the last.
  private(set) var end: UInt32 = 0

  /// An empty window.
  init(_ scratch: Scratch) {
    unsafe scores = scratch.allocate(Double.self, Self.size)
    unsafe touched = scratch.allocate(UInt8.self, Self.size / 8)
    unsafe scores.update(repeating: -0.0, count: Self.size)
    unsafe touched.update(repeating: 0, count: Self.size / 8)
  }

  /// Moves the window. Preconditions: drained; `end` at most `size` after `start`.
  mutating func move(to start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }

  /// Adds scores of documents inside the window.
  @inline(__always)
  func add(_ documents: UnsafePointer<UInt32>, _ added: UnsafePointer<Float>, count: Int) {
    for index in 0..<count {
      let slot = unsafe Int(documents[index] &- start)
      unsafe scores[slot] += Double(added[index])
      unsafe touched[slot &>> 3] = 1
    }
  }

  /// Moves all documents that were touched and have at least `floor` into the candidates, and empties the window.
  func drain(atLeast floor: Double, into candidates: inout Candidates) {
    candidates.count = 0
    let limit = Int64(bitPattern: max(floor, 0).bitPattern)
    let words = unsafe UnsafeMutableRawPointer(touched).assumingMemoryBound(to: UInt64.self)
    let groups = (Int(end &- start) + 7) / 8
    for word in 0..<(groups + 7) / 8 {
      var flags = unsafe words[word]
      guard flags != 0 else { continue }
      unsafe words[word] = 0
      while flags != 0 {
        drainGroup(word &* 8 &+ flags.trailingZeroBitCount / 8, limit, &candidates)
        flags &= flags &- 1
      }
    }
  }

  /// Most groups have nothing at or above the floor: then every difference to it has the sign bit (-0.0 - 0.0 has it too).
  @inline(__always)
  private func drainGroup(_ group: Int, _ limit: Int64, _ candidates: inout Candidates) {
    let base = unsafe scores + group &* 8
    let raw = UnsafeMutableRawPointer(base)
    let floor = SIMD2<Double>(repeating: Double(bitPattern: UInt64(bitPattern: limit)))
    var signs = SIMD2<UInt64>(repeating: .max)
    for pair in 0..<4 {
      let difference = unsafe raw.load(fromByteOffset: pair &* 16, as: SIMD2<Double>.self) - floor
      signs &= unsafe unsafeBitCast(difference, to: SIMD2<UInt64>.self)
    }
    if (signs[0] & signs[1]) >> 63 == 0 { unsafe take(base, start &+ UInt32(truncatingIfNeeded: group &* 8), limit, &candidates) }
    for pair in 0..<4 { unsafe raw.storeBytes(of: SIMD2(repeating: -0.0), toByteOffset: pair &* 16, as: SIMD2<Double>.self) }
  }

  @inline(__always)
  private func take(_ scores: UnsafeMutablePointer<Double>, _ first: UInt32, _ limit: Int64, _ candidates: inout Candidates) {
    var count = candidates.count
    for slot in 0..<8 {
      let score = unsafe scores[slot]
      unsafe candidates.documents[count] = first &+ UInt32(truncatingIfNeeded: slot)
      unsafe candidates.scores[count] = score
      count &+= Int64(bitPattern: score.bitPattern) >= limit ? 1 : 0
    }
    candidates.count = count
  }
}
