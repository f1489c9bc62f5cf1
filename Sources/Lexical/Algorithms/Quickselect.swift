/// The k-th greatest of many integers, in linear time on the average.
///
/// Hoare's selection with the median of three; a round copies the greater ones to the front and the others to the back of a second buffer,
/// without a branch on the data.
@safe package struct Quickselect {
  private let scratch: Scratch
  private var source: UnsafeMutablePointer<UInt64>
  private var target: UnsafeMutablePointer<UInt64>
  private var room = 0

  init(_ scratch: Scratch) {
    self.scratch = scratch
    unsafe source = scratch.allocate(UInt64.self, 0)
    unsafe target = unsafe source
  }

  /// The `rank`-th greatest. Precondition: 1 <= `rank` <= `count`.
  mutating func greatest(_ rank: Int, of values: UnsafePointer<UInt64>, count: Int) -> UInt64 {
    prepare(count)
    unsafe source.update(from: values, count: count)
    var (place, start, end) = (rank - 1, 0, count)
    while end - start > 16 {
      let pivot = unsafe Self.median(source[start], source[(start + end) / 2], source[end - 1])
      let border = split(start, end, pivot)
      if place == border { return pivot }
      if place < border { end = border } else if border > start { start = border } else { break }
    }
    let rest = unsafe UnsafeBufferPointer(start: source + start, count: end - start)
    return unsafe rest.sorted(by: >)[place - start]
  }

  /// As above, of an array.
  package static func greatest(_ rank: Int, of values: [UInt64]) -> UInt64 {
    var selection = Quickselect(Scratch())
    return unsafe values.withUnsafeBufferPointer { unsafe selection.greatest(rank, of: $0.baseAddress!, count: $0.count) }
  }

  private mutating func prepare(_ count: Int) {
    if count <= room { return }
    room = 2 * count
    unsafe source = scratch.allocate(UInt64.self, room)
    unsafe target = scratch.allocate(UInt64.self, room)
  }

  /// Puts those above the pivot before the others; returns where the others begin.
  private mutating func split(_ start: Int, _ end: Int, _ pivot: UInt64) -> Int {
    var (low, high) = (start, end - 1)
    for index in start..<end {
      let value = unsafe source[index]
      unsafe target[low] = value
      unsafe target[high] = value
      let above = value > pivot ? 1 : 0
      low &+= above
      high &-= 1 &- above
    }
    unsafe swap(&source, &target)
    return low
  }

  private static func median(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 { max(min(a, b), min(max(a, b), c)) }
}
