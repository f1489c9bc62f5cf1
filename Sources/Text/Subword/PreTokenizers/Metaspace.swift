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
    let bytes = old.bytes.span
    var rewritten = RewrittenText(capacity: capacity(bytes, words.count), isAligned: old.isAligned)
    var pieces = WordRanges()
    pieces.reserve(forBytes: bytes.count)
    for index in 0..<words.count {
      let isPrefixed = prepends(to: words[index], of: old)
      rewrite(bytes, words[index], isPrefixed: isPrefixed, into: &rewritten, &pieces)
    }
    text.take(rewritten, of: old)
    words = pieces
  }

  /// An upper bound of the bytes that a text becomes.
  private func capacity(_ bytes: Span<UInt8>, _ words: Int) -> Int {
    var spaces = 0
    for index in bytes.indices { spaces += bytes[index] == 32 ? 1 : 0 }
    return bytes.count + (words + spaces) * replacement.count
  }

  private func rewrite(
    _ bytes: Span<UInt8>, _ word: Range<Int>, isPrefixed: Bool, into text: inout RewrittenText, _ words: inout WordRanges
  ) {
    var start = text.count
    if isPrefixed { text.append(replacement, source: word.lowerBound) }
    var index = word.lowerBound
    while index < word.upperBound {
      let end = endOfPlain(bytes, index, word.upperBound)
      text.append(bytes, index..<end)
      index = end
      if index == word.upperBound { break }
      let length = spaceLength(bytes, index, word.upperBound)
      if length > 0 {
        if splits && start < text.count {
          words.append(start, text.count)
          start = text.count
        }
        text.append(replacement, source: index)
        index += length
      } else {
        text.append(bytes, index..<index + 1)
        index += 1
      }
    }
    if start < text.count { words.append(start, text.count) }
  }

  /// The first place where a space or the beginning of the character that stands for it is.
  private func endOfPlain(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let first = replacement[0]
    var index = start
    while index < end && bytes[index] != 32 && bytes[index] != first { index += 1 }
    return index
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
