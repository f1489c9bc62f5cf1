/// Tokens in the making: ids and, when asked for, the code points each covers.
struct TokenList {
  var ids: [Int32] = []
  var offsets: [Range<Int>] = []
  let isAligned: Bool
  /// Tokens beyond this number are not needed: whoever adds may stop.
  let limit: Int
  private let trim: OffsetTrim?

  init(isAligned: Bool, limit: Int, trim: OffsetTrim? = nil) {
    self.isAligned = isAligned
    self.limit = limit
    self.trim = trim
  }

  /// Makes room for the tokens that so many bytes usually are.
  mutating func reserve(forBytes count: Int) {
    let room = min(count / 4 + 8, limit)
    ids.reserveCapacity(room)
    if isAligned { offsets.reserveCapacity(room) }
  }

  var isFull: Bool { ids.count >= limit }

  /// Adds a token of the vocabulary; its offsets are trimmed later.
  mutating func append(_ id: Int32, _ range: Range<Int>, of text: borrowing NormalizedText) {
    ids.append(id)
    if isAligned { offsets.append(text.source(of: range)) }
  }

  /// Trims the offsets of tokens of the vocabulary, from the one of that number to the last.
  mutating func trimOffsets(from first: Int) {
    if isAligned, let trim { trim.apply(to: &offsets, ids, from: first) }
  }

  /// Adds an added token, which stands in the normalised text.
  mutating func append(added id: Int32, _ range: Range<Int>, of text: borrowing NormalizedText) {
    if isAligned { append(offsets: text.source(of: range), text.bytes.span, range) }
    ids.append(id)
  }

  /// Adds an added token that covers those code points of the text itself.
  mutating func append(added id: Int32, codePoints: Range<Int>, _ text: Span<UInt8>, _ range: Range<Int>) {
    if isAligned { append(offsets: codePoints, text, range) }
    ids.append(id)
  }

  private mutating func append(offsets source: Range<Int>, _ text: Span<UInt8>, _ range: Range<Int>) {
    guard let trim else { return offsets.append(source) }
    let spaces = OffsetTrim.spaces(text, range)
    offsets.append(trim.trimmed(source, spaces.leading, spaces.trailing, index: ids.count))
  }

  /// Cuts the list to its first `count` tokens.
  mutating func truncate(to count: Int) {
    ids.removeLast(max(0, ids.count - count))
    offsets.removeLast(max(0, offsets.count - count))
  }
}
