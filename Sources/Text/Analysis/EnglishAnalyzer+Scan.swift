extension EnglishAnalyzer {
  /// Walks over a text and appends what it finds: terms, or words when not `stemming`.
  ///
  /// Lower case may make two bytes three, so the buffer is lengthened by half as much again as the text, filled and cut.
  @inline(__always) func scan(_ text: Span<UInt8>, into terms: inout TermBuffer, stemming: Bool) {
    let room = text.count + text.count / 2 + 8
    guard terms.hasRoom(for: room) else { return }
    var written = terms.bytes.count
    terms.bytes.append(contentsOf: repeatElement(0, count: room))
    let roles = roles.span
    var position = 0
    while position < text.count {
      let role = roles[Int(text[position])]
      if role == ASCIIRole.breaks || role == ASCIIRole.middle {
        position += 1
        continue
      }
      var bytes = terms.bytes.mutableSpan
      var word = simpleWord(text, position, &bytes, written)
      if word.end == position { word = generalWord(text, position, &bytes, written) }
      position = word.end
      var length = word.length
      if stemming && length > 0 {
        length = normalise(&bytes, start: written, count: length, isASCII: word.isASCII)
      }
      if length > 0 {
        written += length
        terms.ends.append(Int32(truncatingIfNeeded: written))
      }
    }
    terms.bytes.removeLast(terms.bytes.count - written)
  }

  /// A word in the buffer: how many bytes it has there, and where it ends in the text.
  struct ScannedWord {
    var end: Int
    var length: Int
    var isASCII: Bool
  }

  /// Copies, in lower case, a run of ASCII letters and digits that is a whole word; `end` is `start` when there is no such run.
  @inline(__always) private func simpleWord(
    _ text: Span<UInt8>, _ start: Int, _ bytes: inout MutableSpan<UInt8>, _ written: Int
  ) -> ScannedWord {
    let folded = folded.span
    let limit = min(text.count, start + WordBreaker.longest)
    var end = start
    while end < limit {
      let letter = folded[Int(text[end])]
      if letter == 0 { break }
      bytes[written + end - start] = letter
      end += 1
    }
    let isWhole = end > start && (end == limit || endsWord(text, end))
    return ScannedWord(end: isWhole ? end : start, length: end - start, isASCII: true)
  }

  /// True when the byte at `end`, no letter or digit, cannot continue a word of ASCII letters and digits.
  @inline(__always) private func endsWord(_ text: Span<UInt8>, _ end: Int) -> Bool {
    let role = roles[Int(text[end])]
    guard role == ASCIIRole.middle else { return role == ASCIIRole.breaks }
    guard end + 1 < text.count else { return true }
    let next = roles[Int(text[end + 1])]
    return next == ASCIIRole.breaks || next == ASCIIRole.middle
  }

  /// Copies, in lower case and without possessive, the word that the automaton finds; where it finds none, the length is 0 and the
  /// end is past the code point there.
  private func generalWord(
    _ text: Span<UInt8>, _ start: Int, _ bytes: inout MutableSpan<UInt8>, _ written: Int
  ) -> ScannedWord {
    let barren = breaker.barrenRow(text, start)
    if barren > start { return ScannedWord(end: barren, length: 0, isASCII: true) }
    let end = breaker.end(in: text, from: start)
    if end == start { return ScannedWord(end: start + UTF8Scalar.decode(text, start).length, length: 0, isASCII: true) }
    let wordEnd = EnglishPossessive.strip(text, start..<end)
    var position = start
    var target = written
    var isASCII = true
    while position < wordEnd {
      let scalar = UTF8Scalar.decode(text, position)
      let lower = lowerCase(scalar.value)
      isASCII = isASCII && lower < 0x80
      target = UTF8Scalar.encode(lower, &bytes, target)
      position += scalar.length
    }
    return ScannedWord(end: end, length: target - written, isASCII: isASCII)
  }
}

/// Lucene's EnglishPossessiveFilter.
enum EnglishPossessive {
  /// The end of a word without a final s or S that follows an apostrophe: U+0027, U+2019 or U+FF07.
  static func strip(_ text: Span<UInt8>, _ word: Range<Int>) -> Int {
    let end = word.upperBound
    guard word.count > 1, text[end - 1] | 0x20 == UInt8(ascii: "s") else { return end }
    if text[end - 2] == UInt8(ascii: "'") { return end - 2 }
    guard word.count > 3 else { return end }
    let mark = (text[end - 4], text[end - 3], text[end - 2])
    return mark == (0xE2, 0x80, 0x99) || mark == (0xEF, 0xBC, 0x87) ? end - 4 : end
  }
}
