/// Finds where some pattern may begin in a text: by its first two bytes, and eight bytes at a time where the patterns begin with
/// few different bytes, as `[CLS]` and `[SEP]` do.
struct PatternStarts: Sendable {
  /// A bit for each pair of bytes that a pattern begins with, 64 in a word; all pairs for a pattern of one byte.
  private var pairs = [UInt64](repeating: 0, count: 1024)
  private var isFirst = [Bool](repeating: false, count: 256)
  /// Each first byte eight times; empty when there are more than `fewFirsts`.
  private var repeatedFirsts: [UInt64] = []
  private static let fewFirsts = 3
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// Patterns that are not empty.
  init(_ patterns: [[UInt8]]) {
    for pattern in patterns { add(pattern) }
    let firsts = isFirst.indices.filter { isFirst[$0] }
    if firsts.count <= PatternStarts.fewFirsts { repeatedFirsts = firsts.map { UInt64($0) * PatternStarts.ones } }
  }

  private mutating func add(_ pattern: [UInt8]) {
    guard let first = pattern.first else { return }
    isFirst[Int(first)] = true
    let second = pattern.count == 1 ? 0..<256 : Int(pattern[1])..<Int(pattern[1]) + 1
    for byte in second { pairs[Int(first) << 2 | byte >> 6] |= 1 << UInt64(byte & 63) }
  }

  /// The first place from `start` on where a pattern may begin, nil when there is none.
  func next(in text: Span<UInt8>, from start: Int) -> Int? {
    let (isFirst, pairs) = (isFirst.span, pairs.span)
    var index = start
    while true {
      index = skip(text, from: index)
      while index < text.count && !isFirst[Int(text[index])] { index += 1 }
      if index >= text.count { return nil }
      if index + 1 == text.count { return index }
      let second = text[index + 1]
      if pairs[Int(text[index]) << 2 | Int(second >> 6)] >> UInt64(second & 63) & 1 != 0 { return index }
      index += 1
    }
  }

  /// Skips bytes that no pattern begins with, as far as whole words of eight bytes reach.
  private func skip(_ text: Span<UInt8>, from start: Int) -> Int {
    if repeatedFirsts.isEmpty { return start }
    let firsts = repeatedFirsts.span
    let raw = unsafe text.bytes
    var index = start
    // Inside the text: eight bytes are left at `index`.
    while index + 8 <= text.count {
      let word = UInt64(littleEndian: unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      var found: UInt64 = 0
      for place in firsts.indices {
        // A byte of zero sets the top bit of its byte; the lowest one set is exact.
        let difference = word ^ firsts[place]
        found |= (difference &- PatternStarts.ones) & ~difference & 0x8080_8080_8080_8080
      }
      if found != 0 { return index + found.trailingZeroBitCount / 8 }
      index += 8
    }
    return index
  }
}
