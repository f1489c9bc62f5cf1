internal import Parallelism
internal import Synchronization

/// Orders documents so that those with common terms stand together: splits them in two halves whose terms differ as much as they can, and
/// each half again.
///
/// Source: Dhulipala et al., "Compressing graphs and inverted indexes with recursive graph bisection", KDD 2016; with Mackenzie, Petri and
/// Moffat, "Faster index reordering with bipartite graph partitioning", SIGIR 2021: both sides are partitioned at once around the median
/// bias instead of being sorted and swapped in pairs, and (their later "Tradeoff options for bipartite graph partitioning") a split ends when
/// its best exchange saves no more bits than rounds were made, as in Lucene's `BPIndexReorderer`.
///
/// The order depends on the documents alone: sums over a document's terms are taken in the order of the terms, degrees are integers, and
/// equal biases leave documents where they are. `@unchecked Sendable`: each range of the arrays is written by one split at a time.
@safe struct GraphBisection: @unchecked Sendable {
  /// Ranges of at most so many documents are not split.
  static let leafSize = 32
  /// Rounds of exchanges a split has at most.
  static let rounds = 20

  let forward: ForwardIndex
  let threads: Int
  private let costs = MoveCosts()
  private let scratch = Scratch()
  /// The documents in their present order, and room for the next.
  private let documents: UnsafeMutablePointer<UInt32>
  private let spare: UnsafeMutablePointer<UInt32>
  /// By place: how much the document there is drawn to the right, and a copy to select from.
  private let biases: UnsafeMutablePointer<Float>
  private let selection: UnsafeMutablePointer<Float>

  /// Bytes it takes beside the forward index.
  static func bytes(documents: Int, termCount: Int, threads: Int) -> Int {
    16 * documents + threads * BisectionSpace.bytes(termCount: termCount, parts: 0)
      + BisectionSpace.bytes(termCount: termCount, parts: threads)
  }

  init(_ forward: ForwardIndex, threads: Int) {
    self.forward = forward
    self.threads = max(1, threads)
    unsafe documents = scratch.allocate(UInt32.self, forward.documents)
    unsafe spare = scratch.allocate(UInt32.self, forward.documents)
    unsafe biases = scratch.allocate(Float.self, forward.documents)
    unsafe selection = scratch.allocate(Float.self, forward.documents)
    for document in 0..<forward.documents { unsafe documents[document] = UInt32(document) }
  }

  /// In how many splits a document takes part at most.
  static func levels(documents: Int) -> Int {
    var levels = 0
    var size = documents
    while size > leafSize {
      size -= size / 2
      levels += 1
    }
    return levels
  }

  /// The old number of every document in the new order.
  /// - Parameter progress: told how many documents a split held; over all splits at most `levels` times all documents.
  func order(progress: @escaping @Sendable (Int) -> Void) throws -> [UInt32] {
    var ranges = [0..<forward.documents]
    let wide = BisectionSpace(termCount: forward.termCount, parts: threads)
    // Few large ranges: all threads work on one after another.
    while threads > 1, ranges.count < 8 * threads, ranges.contains(where: { $0.count > 1 << 14 }) {
      ranges = try ranges.flatMap { range in
        try split(range, wide, parts: threads)
        progress(range.count)
        return range.count > Self.leafSize ? Self.halves(range) : [range]
      }
    }
    let (parts, spaces) = (ranges, Spaces(termCount: forward.termCount))
    try forEachBlock(count: parts.count, threads: threads) { part in
      try spaces.with { try place(parts[part], $0, progress) }
    }
    return unsafe Array(UnsafeBufferPointer(start: documents, count: forward.documents))
  }

  /// The left half is the smaller one.
  static func halves(_ range: Range<Int>) -> [Range<Int>] {
    let middle = range.lowerBound + range.count / 2
    return [range.lowerBound..<middle, middle..<range.upperBound]
  }

  /// Splits a range down to the leaves.
  private func place(_ range: Range<Int>, _ space: BisectionSpace, _ progress: (Int) -> Void) throws {
    try split(range, space, parts: 1)
    if range.count <= Self.leafSize { return }
    progress(range.count)
    for half in Self.halves(range) { try place(half, space, progress) }
  }

  /// Brings a range into the collection's order and, unless it is a leaf, exchanges documents between its halves.
  private func split(_ range: Range<Int>, _ space: BisectionSpace, parts: Int) throws {
    var places = unsafe UnsafeMutableBufferPointer(start: documents + range.lowerBound, count: range.count)
    unsafe places.sort()
    if range.count <= Self.leafSize { return }
    let middle = range.lowerBound + range.count / 2
    let offset = Float(BinaryLogarithm.of(Double(range.count / 2)) - BinaryLogarithm.of(Double(range.count - range.count / 2)))
    try countTotals(range, space, parts)
    try count(range.lowerBound..<middle, adding: 1, to: space, parts)
    for round in 0..<Self.rounds {
      space.setCosts(costs, offset: offset)
      try forEachPart(of: range, parts) { places, _ in setBiases(places, middle: middle, space) }
      guard let moved = exchange(range, middle: middle, worth: Float(round)) else { break }
      try count(middle - moved..<middle, adding: 1, to: space, parts)
      try count(middle..<middle + moved, adding: -1, to: space, parts)
    }
    space.clear()
  }
}

extension GraphBisection {
  /// Runs `body` for equal parts of a range, on as many threads.
  private func forEachPart(of range: Range<Int>, _ parts: Int, _ body: @Sendable (Range<Int>, Int) -> Void) throws {
    if parts == 1 { return body(range, 0) }
    try forEachBlock(count: parts, threads: parts) { part in
      let start = range.lowerBound + range.count * part / parts
      body(start..<range.lowerBound + range.count * (part + 1) / parts, part)
    }
  }

  /// Counts the terms of a range and notes which there are.
  private func countTotals(_ range: Range<Int>, _ space: BisectionSpace, _ parts: Int) throws {
    if parts == 1 {
      for place in range {
        let terms = unsafe forward.terms(of: documents[place])
        for index in 0..<terms.count { unsafe space.countTotal(of: terms[index]) }
      }
      return
    }
    try unsafe countInParts(range, adding: 1, to: space.total, space, parts)
    space.touchCounted()
  }

  /// Changes the left side's degrees by those of the documents at some places.
  private func count(_ places: Range<Int>, adding step: Int32, to space: BisectionSpace, _ parts: Int) throws {
    if parts == 1 {
      unsafe add(places, step, to: space.left)
    } else {
      try unsafe countInParts(places, adding: step, to: space.left, space, parts)
    }
  }

  private func countInParts(
    _ places: Range<Int>, adding step: Int32, to table: UnsafeMutablePointer<Int32>, _ space: BisectionSpace, _ parts: Int
  ) throws {
    try forEachPart(of: places, parts) { places, part in unsafe add(places, step, to: space.parts[part]) }
    for part in 0..<parts {
      let counts = unsafe space.parts[part]
      for term in 0..<space.termCount { unsafe table[term] &+= counts[term] }
      unsafe counts.update(repeating: 0, count: space.termCount)
    }
  }

  private func add(_ places: Range<Int>, _ step: Int32, to table: UnsafeMutablePointer<Int32>) {
    for place in places {
      let terms = unsafe forward.terms(of: documents[place])
      for index in 0..<terms.count { unsafe table[Int(terms[index])] &+= step }
    }
  }

  private func setBiases(_ places: Range<Int>, middle: Int, _ space: BisectionSpace) {
    for place in places {
      let costs = unsafe place < middle ? space.leftCosts : space.rightCosts
      var bias: Float = 0
      let terms = unsafe forward.terms(of: documents[place])
      for index in 0..<terms.count { unsafe bias += costs[Int(terms[index])] }
      unsafe biases[place] = bias
    }
  }

  /// Puts the documents with the smallest biases to the left, when the best exchange saves more than `worth` bits.
  /// - Returns: how many changed sides: the last so many of the left side came, the first so many of the right side too; nil for none.
  private func exchange(_ range: Range<Int>, middle: Int, worth: Float) -> Int? {
    var (greatest, least) = (-Float.infinity, Float.infinity)
    for place in range.lowerBound..<middle { unsafe greatest = max(greatest, biases[place]) }
    for place in middle..<range.upperBound { unsafe least = min(least, biases[place]) }
    guard greatest - least > worth else { return nil }
    unsafe (selection + range.lowerBound).update(from: biases + range.lowerBound, count: range.count)
    let limit = unsafe Self.select(
      UnsafeMutableBufferPointer(start: selection + range.lowerBound, count: range.count), place: middle - range.lowerBound)
    return partition(range, middle: middle, limit)
  }

  /// Documents below the limit go to the left, then of those at the limit as many as there is room for, from the left on. All keep their
  /// order, so that on the left those that stay come first, and on the right those that arrive.
  private func partition(_ range: Range<Int>, middle: Int, _ limit: Float) -> Int {
    var atLimit = middle - range.lowerBound
    for place in range where unsafe biases[place] < limit { atLimit -= 1 }
    var (left, right) = (range.lowerBound, middle)
    var stayed = 0
    for place in range {
      let bias = unsafe biases[place]
      var goesLeft = bias < limit
      if bias == limit, atLimit > 0 {
        atLimit -= 1
        goesLeft = true
      }
      let target = goesLeft ? left : right
      unsafe spare[target] = documents[place]
      left += goesLeft ? 1 : 0
      right += goesLeft ? 0 : 1
      stayed += goesLeft && place < middle ? 1 : 0
    }
    unsafe (documents + range.lowerBound).update(from: spare + range.lowerBound, count: range.count)
    return middle - range.lowerBound - stayed
  }

  /// The value at a place if the values were sorted. Hoare's selection with the median of three; reorders them.
  static func select(_ values: UnsafeMutableBufferPointer<Float>, place: Int) -> Float {
    var (low, high) = (0, values.count - 1)
    while low < high {
      let (a, b, c) = unsafe (values[low], values[(low + high) / 2], values[high])
      let pivot = max(min(a, b), min(max(a, b), c))
      var (left, right) = (low, high)
      while left <= right {
        while unsafe values[left] < pivot { left += 1 }
        while unsafe values[right] > pivot { right -= 1 }
        if left <= right {
          unsafe values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right { high = right } else if place >= left { low = left } else { break }
    }
    return unsafe values[place]
  }
}

/// Spaces for splits of one thread each, reused by whoever works next.
private final class Spaces: Sendable {
  private let termCount: Int
  private let idle = Mutex<[BisectionSpace]>([])

  init(termCount: Int) { self.termCount = termCount }

  func with(_ body: (BisectionSpace) throws -> Void) rethrows {
    let space = idle.withLock { $0.popLast() } ?? BisectionSpace(termCount: termCount, parts: 0)
    defer { idle.withLock { $0.append(space) } }
    try body(space)
  }
}
