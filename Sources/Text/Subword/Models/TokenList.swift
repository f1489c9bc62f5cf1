/// Tokens in the making: ids and, when asked for, the code points each covers.
struct TokenList {
  var ids: [Int32] = []
  var offsets: [Range<Int>] = []
  let isAligned: Bool
  /// Tokens beyond this number are not needed: whoever adds may stop.
  let limit: Int

  init(isAligned: Bool, limit: Int) {
    self.isAligned = isAligned
    self.limit = limit
  }

  var isFull: Bool { ids.count >= limit }

  mutating func append(_ id: Int32, _ range: Range<Int>, of text: borrowing NormalizedText) {
    ids.append(id)
    if isAligned { offsets.append(text.source(of: range)) }
  }

  mutating func append(_ id: Int32, codePoints: Range<Int>) {
    ids.append(id)
    if isAligned { offsets.append(codePoints) }
  }

  /// Cuts the list to its first `count` tokens.
  mutating func truncate(to count: Int) {
    ids.removeLast(max(0, ids.count - count))
    offsets.removeLast(max(0, offsets.count - count))
  }
}
