internal import Bytes

/// Takes the white space at the ends of byte-level tokens out of their offsets (`process_offsets` in
/// `pre_tokenizers/byte_level.rs`).
struct OffsetTrim: Sendable {
  /// One application.
  struct Step: Sendable {
    /// A single leading space of the first token was put there by the pre-tokenizer and is in no offset.
    let addsPrefixSpace: Bool
    /// Whether special tokens stand before the first token when it is applied.
    let isBehindSpecial: Bool
  }

  private let steps: [Step]
  /// For each id how many characters of white space its token begins and ends with.
  private var leading: [UInt16] = []
  private var trailing: [UInt16] = []

  /// Nil when there is nothing to do.
  init?(_ steps: [Step], _ vocabulary: Vocabulary?) {
    if steps.isEmpty { return nil }
    self.steps = steps
    switch vocabulary {
    case .tokens(let tokens, let ids): for (index, id) in ids.enumerated() { add(Array(tokens[index]), Int(id)) }
    case .pieces(let pieces, _): for index in 0..<pieces.count { add(Array(pieces[index]), index) }
    case nil: break
    }
  }

  private mutating func add(_ token: [UInt8], _ id: Int) {
    let counts = OffsetTrim.spaces(token.span, 0..<token.count)
    guard counts.leading > 0 || counts.trailing > 0, id >= 0, id < BPE.idLimit else { return }
    if id >= leading.count {
      let missing = repeatElement(UInt16(0), count: id + 1 - leading.count)
      leading.append(contentsOf: missing)
      trailing.append(contentsOf: missing)
    }
    leading[id] = UInt16(clamping: counts.leading)
    trailing[id] = UInt16(clamping: counts.trailing)
  }

  /// How many characters of white space, or that stand for a space, a token begins and ends with.
  static func spaces(_ token: Span<UInt8>, _ range: Range<Int>) -> (leading: Int, trailing: Int) {
    var counts = (leading: 0, trailing: 0)
    var index = range.lowerBound
    while index < range.upperBound {
      let (scalar, length, _) = UTF8Text.decode(token, at: index)
      guard isSpace(scalar) else { break }
      counts.leading += 1
      index += length
    }
    index = range.upperBound
    while index > range.lowerBound {
      let (scalar, length) = UTF8Text.decode(token, before: index)
      guard isSpace(scalar) else { break }
      counts.trailing += 1
      index -= length
    }
    return counts
  }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    scalar == ByteAlphabet.characters[32] || CharacterTraitsTable.shared[scalar].contains(.whiteSpace)
  }

  /// Trims the offsets of tokens of the vocabulary from number `first` on.
  func apply(to offsets: inout [Range<Int>], _ ids: [Int32], from first: Int) {
    for index in first..<offsets.count {
      let id = Int(ids[index])
      if id < leading.count && leading[id] | trailing[id] != 0 {
        offsets[index] = trimmed(offsets[index], Int(leading[id]), Int(trailing[id]), index: index)
      }
    }
  }

  /// The offsets of a token that begins and ends with so many characters of white space.
  func trimmed(_ offsets: Range<Int>, _ leading: Int, _ trailing: Int, index: Int) -> Range<Int> {
    var (start, end) = (offsets.lowerBound, offsets.upperBound)
    for step in steps {
      let isFirst = start == 0 || (index == 0 && !step.isBehindSpecial)
      if leading > 0 && !(isFirst && step.addsPrefixSpace && leading == 1) { start = min(start + leading, end) }
      if trailing > 0 && end >= trailing { end = max(end - trailing, start) }
    }
    return start..<end
  }
}
