/// A piece of text after normalisation: UTF-8 bytes and, when asked for, the code points of the original text behind each byte.
///
/// As long as every byte is ASCII and stands for the code point after its predecessor's (most English text), the code points are
/// computed; from the first append that breaks this on they are stored.
struct NormalizedText {
  var bytes: [UInt8] = []
  let isAligned: Bool
  /// For each byte the first code point of the original behind it, and the one after the last; empty while computed.
  private var starts: [Int32] = []
  private var ends: [Int32] = []
  private var isStored = false
  /// The code point of the first byte while they are computed, and how many bytes before the second share it.
  private var base = 0
  private var prefixCount = 0

  init(isAligned: Bool) { self.isAligned = isAligned }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    isStored = false
    prefixCount = 0
  }

  /// The code points of the original behind a range of bytes that is not empty.
  func source(of range: Range<Int>) -> Range<Int> {
    if !isStored {
      let start = base + max(0, range.lowerBound - prefixCount)
      return start..<base + max(0, range.upperBound - 1 - prefixCount) + 1
    }
    let start = Int(starts[range.lowerBound])
    return start..<max(start, Int(ends[range.upperBound - 1]))
  }

  /// The code points behind one byte.
  func alignment(at index: Int) -> (start: Int32, end: Int32) {
    if isStored { return (starts[index], ends[index]) }
    let start = Int32(truncatingIfNeeded: base + max(0, index - prefixCount))
    return (start, start &+ 1)
  }
}

extension NormalizedText {
  /// Adds a scalar that stands for one code point of the original.
  mutating func append(_ scalar: UInt32, source: Int) {
    let source = Int32(truncatingIfNeeded: source)
    append(scalar, (source, source &+ 1))
  }

  /// Adds a scalar that stands for some code points of the original.
  mutating func append(_ scalar: UInt32, _ alignment: (start: Int32, end: Int32)) {
    store()
    UTF8Text.append(scalar, to: &bytes)
    align(alignment)
  }

  /// Adds bytes that all stand for the same code points of the original.
  mutating func append(_ new: [UInt8], _ alignment: (start: Int32, end: Int32)) {
    store()
    bytes.append(contentsOf: new)
    align(alignment)
  }

  /// Adds a range of another text as it stands.
  mutating func append(_ other: borrowing NormalizedText, _ range: Range<Int>) {
    if bytes.isEmpty && !other.isStored && range.lowerBound >= other.prefixCount {
      base = other.base + range.lowerBound - other.prefixCount
      bytes.append(contentsOf: other.bytes[range])
      return
    }
    store()
    bytes.append(contentsOf: other.bytes[range])
    guard isAligned else { return }
    for index in range {
      let alignment = other.alignment(at: index)
      starts.append(alignment.start)
      ends.append(alignment.end)
    }
  }

  /// Adds ASCII bytes that stand for one code point each, beginning with `codePoint`. The bytes may already be there: `count`
  /// of them have been added to `bytes` by the caller.
  mutating func alignASCII(count: Int, codePoint: Int) {
    guard isAligned, count > 0 else { return }
    if !isStored {
      if bytes.count == count { base = codePoint }
      if prefixCount == 0 && base + bytes.count - count == codePoint { return }
      store(upTo: bytes.count - count)
    }
    let first = Int32(truncatingIfNeeded: codePoint)
    for offset in 0..<Int32(truncatingIfNeeded: count) {
      starts.append(first &+ offset)
      ends.append(first &+ offset &+ 1)
    }
  }

  /// Puts bytes before the text that stand for what its first character stands for; nothing before an empty text.
  mutating func prepend(_ prefix: [UInt8]) {
    guard let first = bytes.first else { return }
    if isAligned && isStored {
      starts.insert(contentsOf: repeatElement(starts[0], count: prefix.count), at: 0)
      ends.insert(contentsOf: repeatElement(ends[0], count: prefix.count), at: 0)
    } else if isAligned && (first >= 0x80 || prefixCount > 0) {
      store()
      return prepend(prefix)
    } else {
      prefixCount = prefix.count
    }
    bytes.insert(contentsOf: prefix, at: 0)
  }

  /// Takes `text` as it stands; its first code point is number `codePoint` of the original.
  mutating func take(_ text: [UInt8], _ range: Range<Int>, codePoint: Int) {
    removeAll()
    if range == 0..<text.count { bytes = text } else { bytes.append(contentsOf: text[range]) }
    guard isAligned else { return }
    let ascii = UTF8Text.endOfASCII(bytes.span, from: 0)
    base = codePoint
    if ascii < bytes.count { storeCodePoints(from: ascii) }
  }

  /// Takes bytes and for each the place in `old` whose code points it stands for.
  mutating func take(_ new: [UInt8], _ sources: [Int32], of old: borrowing NormalizedText) {
    removeAll()
    bytes = new
    if !isAligned || bytes.isEmpty { return }
    isStored = true
    if old.isStored {
      starts = sources.map { old.starts[Int($0)] }
      ends = sources.map { old.ends[Int($0)] }
    } else {
      starts = sources
      NormalizedText.number(starts.mutableSpan, from: Int32(truncatingIfNeeded: old.base), after: old.prefixCount)
      ends = starts
      NormalizedText.number(ends.mutableSpan, from: 1, after: 0)
    }
  }

  /// Adds to each number; those up to `prefix` count as 0, from there they go on.
  private static func number(_ numbers: consuming MutableSpan<Int32>, from base: Int32, after prefix: Int) {
    let prefix = Int32(truncatingIfNeeded: prefix)
    for index in numbers.indices { numbers[index] = base &+ max(0, numbers[index] &- prefix) }
  }

  private mutating func storeCodePoints(from ascii: Int) {
    store(upTo: ascii)
    starts.reserveCapacity(bytes.count)
    ends.reserveCapacity(bytes.count)
    var next = Int32(truncatingIfNeeded: base + ascii)
    for index in ascii..<bytes.count {
      if bytes[index] & 0xC0 != 0x80 { next &+= 1 }
      starts.append(next &- 1)
      ends.append(next)
    }
  }

  private mutating func align(_ alignment: (start: Int32, end: Int32)) {
    guard isAligned else { return }
    while starts.count < bytes.count {
      starts.append(alignment.start)
      ends.append(alignment.end)
    }
  }

  /// Stores what was computed.
  private mutating func store() { store(upTo: bytes.count) }

  private mutating func store(upTo count: Int) {
    if isStored || !isAligned { return }
    starts.reserveCapacity(count)
    ends.reserveCapacity(count)
    for index in 0..<count {
      let alignment = alignment(at: index)
      starts.append(alignment.start)
      ends.append(alignment.end)
    }
    isStored = true
  }
}
