extension Tokenizer {
  /// Adds the tokens of a text, without special tokens, at least until the list is full.
  func tokenize(_ text: [UInt8], into tokens: inout TokenList) {
    let text = UTF8Text.repaired(text)
    let bytes = text.span
    let isAligned = tokens.isAligned || preTokenizer.needsOffsets
    var normalized = NormalizedText(isAligned: isAligned)
    var words = WordRanges()
    tokens.reserve(forBytes: bytes.count)
    words.reserve(forBytes: bytes.count)
    var codePoint = 0
    var end = 0
    for piece in added.raw.split(bytes) where !tokens.isFull {
      if isAligned && piece.range.lowerBound < end {
        codePoint -= UTF8Text.scalarCount(bytes, piece.range.lowerBound..<end)
      }
      let count = isAligned ? UTF8Text.scalarCount(bytes, piece.range) : 0
      if let id = piece.token {
        tokens.append(added: id, codePoints: codePoint..<codePoint + count, bytes, piece.range)
      } else {
        normalizer.normalize(text, piece.range, codePoint: codePoint, into: &normalized)
        tokenize(normalized, &words, into: &tokens)
      }
      codePoint += count
      end = piece.range.upperBound
    }
  }

  /// Adds the tokens of a normalised piece.
  private func tokenize(_ text: borrowing NormalizedText, _ words: inout WordRanges, into tokens: inout TokenList) {
    for piece in added.normalized.split(text.bytes.span) where !tokens.isFull {
      if let id = piece.token {
        tokens.append(added: id, piece.range, of: text)
      } else {
        let first = tokens.ids.count
        tokenize(text, piece.range, &words, into: &tokens)
        tokens.trimOffsets(from: first)
      }
    }
  }

  /// Adds the tokens of a part without added tokens.
  private func tokenize(
    _ text: borrowing NormalizedText, _ range: Range<Int>, _ words: inout WordRanges, into tokens: inout TokenList
  ) {
    if preTokenizer.rewrites {
      var part = text.part(range)
      words.reset(to: 0..<part.bytes.count)
      preTokenizer.apply(to: &part, &words)
      model.tokenize(part, words, into: &tokens)
    } else {
      words.removeAll()
      preTokenizer.split(text.bytes.span, range, into: &words)
      model.tokenize(text, words, into: &tokens)
    }
  }
}
