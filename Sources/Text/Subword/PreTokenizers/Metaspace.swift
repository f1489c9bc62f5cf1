internal import Bytes

/// Spaces become a visible character, usually U+2581; one may be put before a word, and every one of them may begin a word
/// (`pre_tokenizers/metaspace.rs`).
struct Metaspace: Sendable {
  /// Which words get the character in front when they do not begin with it.
  enum Prepending: String { case always, never, first }

  private let replacement: [UInt8]
  private let prepending: Prepending
  private let splits: Bool

  init(_ field: TokenizerField) throws(TokenizerError) {
    replacement = try Metaspace.replacement(field.require("replacement"))
    splits = try field.member("split")?.bool() ?? true
    prepending = try Metaspace.prepending(field)
  }

  private static func replacement(_ field: TokenizerField) throws(TokenizerError) -> [UInt8] {
    let bytes = try field.string().bytes
    guard UTF8Text.isValid(bytes), UTF8Text.scalarCount(bytes.span, bytes.indices) == 1 else {
      throw field.mismatch("one character")
    }
    return bytes
  }

  /// `prepend_scheme`, or as older files spell it `add_prefix_space`, which may stand beside it.
  private static func prepending(_ field: TokenizerField) throws(TokenizerError) -> Prepending {
    let addsSpace = try field.member("add_prefix_space")?.bool() ?? true
    guard let scheme = field.member("prepend_scheme") else { return addsSpace ? .always : .never }
    let name = try scheme.string().text
    guard let prepending = Prepending(rawValue: name), addsSpace || prepending == .never else {
      let expected = addsSpace ? "always, never or first" : "never, as add_prefix_space is false,"
      throw .field(source: scheme.source, field: scheme.path, expected: expected, found: name)
    }
    return prepending
  }

  /// Whether it must be known where words stand in the original.
  var needsOffsets: Bool { prepending == .first }

  func apply(to text: inout NormalizedText, _ words: inout WordRanges) {
    let old = text
    var rewritten = WordRanges()
    text.removeAll()
    text.bytes.reserveCapacity(old.bytes.count + 4 * words.count)
    for index in 0..<words.count { rewrite(words[index], of: old, into: &text, &rewritten) }
    words = rewritten
  }

  private func rewrite(
    _ word: Range<Int>, of old: borrowing NormalizedText, into text: inout NormalizedText, _ words: inout WordRanges
  ) {
    let bytes = old.bytes.span
    var start = text.bytes.count
    if prepends(to: word, of: old) { text.append(replacement, old.alignment(at: word.lowerBound)) }
    var copied = word.lowerBound
    var index = word.lowerBound
    while index < word.upperBound {
      let length = spaceLength(bytes, index, word.upperBound)
      if length > 0 {
        text.append(old, copied..<index)
        if splits && start < text.bytes.count {
          words.append(start, text.bytes.count)
          start = text.bytes.count
        }
        text.append(replacement, old.alignment(at: index))
        copied = index + length
      }
      index += max(1, length)
    }
    text.append(old, copied..<word.upperBound)
    if start < text.bytes.count { words.append(start, text.bytes.count) }
  }

  private func prepends(to word: Range<Int>, of text: borrowing NormalizedText) -> Bool {
    if prepending == .never || spaceLength(text.bytes.span, word.lowerBound, word.upperBound) > 0 { return false }
    return prepending == .always || text.alignment(at: word.lowerBound).start == 0
  }

  /// How many bytes a space or the character that stands for it takes at a place; 0 when neither is there.
  @inline(__always)
  private func spaceLength(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Int {
    let byte = bytes[index]
    if byte == 32 { return 1 }
    guard byte == replacement[0], index + replacement.count <= end else { return 0 }
    for offset in 1..<max(1, replacement.count) where bytes[index + offset] != replacement[offset] { return 0 }
    return replacement.count
  }
}
