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
    let capacity = capacity(old.bytes.span, words.count)
    var bytes = [UInt8](repeating: 0, count: capacity)
    var sources = [Int32](repeating: 0, count: old.isAligned ? capacity : 0)
    let count = rewrite(old, &words, into: bytes.mutableSpan, sources.mutableSpan)
    bytes.removeLast(capacity - count)
    sources.removeLast(max(0, sources.count - count))
    text.take(bytes, sources, of: old)
  }

  /// Writes the words into the room for bytes and their places; how many bytes there are.
  private func rewrite(
    _ old: borrowing NormalizedText, _ words: inout WordRanges, into bytes: consuming MutableSpan<UInt8>,
    _ sources: consuming MutableSpan<Int32>
  ) -> Int {
    var text = RewrittenText(into: bytes, sources: sources)
    var pieces = WordRanges()
    pieces.reserve(forBytes: old.bytes.count)
    for index in 0..<words.count {
      let isPrefixed = prepends(to: words[index], of: old)
      rewrite(old.bytes.span, words[index], isPrefixed: isPrefixed, into: &text, &pieces)
    }
    words = pieces
    return text.count
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
    let first = replacement[0]
    var start = text.count
    if isPrefixed { text.append(replacement, source: word.lowerBound) }
    var index = word.lowerBound
    while index < word.upperBound {
      let byte = bytes[index]
      let length = byte == 32 || byte == first ? spaceLength(bytes, index, word.upperBound) : 0
      if length == 0 {
        text.append(byte, source: index)
        index += 1
        continue
      }
      if splits && start < text.count {
        words.append(start, text.count)
        start = text.count
      }
      text.append(replacement, source: index)
      index += length
    }
    if start < text.count { words.append(start, text.count) }
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
