/// BERT's normaliser: clean the text, put spaces around Chinese characters, strip accents, lower the case, in that order
/// (`tokenizers/src/normalizers/bert.rs`).
struct BertNormalizer: Sendable {
  let cleansText: Bool
  let handlesChineseCharacters: Bool
  let stripsAccents: Bool
  let lowercases: Bool
  /// What becomes of each ASCII byte; 0xFF when it is removed.
  private let ascii: [UInt8]

  init(cleansText: Bool, handlesChineseCharacters: Bool, stripsAccents: Bool?, lowercases: Bool) {
    self.cleansText = cleansText
    self.handlesChineseCharacters = handlesChineseCharacters
    self.stripsAccents = stripsAccents ?? lowercases
    self.lowercases = lowercases
    ascii = (0..<128).map { BertNormalizer.map($0, cleansText: cleansText, lowercases: lowercases) }
  }

  /// From tokenizer.json; absent options are on, and accents follow the case.
  init(_ field: TokenizerField) throws(TokenizerError) {
    self.init(
      cleansText: try field.member("clean_text")?.bool() ?? true,
      handlesChineseCharacters: try field.member("handle_chinese_chars")?.bool() ?? true,
      stripsAccents: try field.member("strip_accents")?.bool(),
      lowercases: try field.member("lowercase")?.bool() ?? true)
  }

  private static func map(_ byte: UInt8, cleansText: Bool, lowercases: Bool) -> UInt8 {
    if lowercases && byte >= 65 && byte <= 90 { return byte | 32 }
    if cleansText && (byte == 9 || byte == 10 || byte == 13) { return 32 }
    return cleansText && (byte < 32 || byte == 127) ? 0xFF : byte
  }

  func normalize(_ text: Span<UInt8>, _ range: Range<Int>, codePoint: Int, into normalized: inout NormalizedText) {
    let text = text.extracting(0..<range.upperBound)
    var run = NormalizedRun(self)
    var codePoint = codePoint
    var index = range.lowerBound
    while index < text.count {
      let end = UTF8Text.endOfASCII(text, from: index)
      appendASCII(text, index..<end, codePoint: codePoint, into: &normalized)
      codePoint += end - index
      index = end
      // Bytes that are removed do not separate marks that are to be ordered, so they belong to the run.
      while index < text.count, text[index] >= 0x80 || ascii[Int(text[index])] == 0xFF {
        let (scalar, length, _) = UTF8Text.decode(text, at: index)
        run.append(scalar, source: codePoint, into: &normalized)
        index += length
        codePoint += 1
      }
      run.finish(into: &normalized)
    }
  }

  private func appendASCII(_ text: Span<UInt8>, _ range: Range<Int>, codePoint: Int, into normalized: inout NormalizedText) {
    if range.isEmpty { return }
    let map = ascii.span
    let start = normalized.bytes.count
    var end = start
    normalized.bytes.append(contentsOf: repeatElement(0, count: range.count))
    var out = normalized.bytes.mutableSpan
    for index in range {
      let byte = map[Int(text[index] & 127)]
      out[end] = byte
      end += byte == 0xFF ? 0 : 1
    }
    if end - start == range.count { return normalized.alignASCII(count: range.count, codePoint: codePoint) }
    normalized.bytes.removeLast(normalized.bytes.count - start)
    appendKept(text, range, codePoint: codePoint, into: &normalized)
  }

  private func appendKept(_ text: Span<UInt8>, _ range: Range<Int>, codePoint: Int, into normalized: inout NormalizedText) {
    for index in range {
      let byte = ascii[Int(text[index] & 127)]
      if byte != 0xFF { normalized.append(UInt32(byte), source: codePoint + index - range.lowerBound) }
    }
  }

  /// Normalises what is normalised already.
  func apply(to text: inout NormalizedText) {
    let old = text
    text.removeAll()
    normalize(old.bytes.span, 0..<old.bytes.count, codePoint: 0, into: &text)
    text.realign(through: old)
  }
}
