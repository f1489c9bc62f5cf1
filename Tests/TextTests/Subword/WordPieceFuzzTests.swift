import Bytes
import Testing
import Text

@Test func `any bytes give ids in range and offsets that grow inside the text`() throws {
  var random = SeededText(seed: 4)
  for (name, tokenizer) in try WordPieceGoldens.tokenizers() {
    for _ in 0..<800 {
      let bytes = random.bytes()
      let encoding = tokenizer.encode(bytes)
      #expect(encoding.ids.allSatisfy { $0 >= 0 && $0 < tokenizer.vocabularySize })
      #expect(tokenizer.encodeIDs(bytes).ids == encoding.ids && encoding.typeIDs.count == encoding.ids.count)
      #expect(tokenizer.encode(Array(String(decoding: bytes, as: UTF8.self).utf8)) == encoding, "\(name)")
      let special = name == "unprocessed" ? 0 : 1
      let offsets = encoding.offsets.dropFirst(special).dropLast(special)
      let count = String(decoding: bytes, as: UTF8.self).unicodeScalars.count
      #expect(offsets.allSatisfy { $0.upperBound <= count })
      #expect(zip(offsets, offsets.dropFirst()).allSatisfy { $0.lowerBound <= $1.lowerBound && $0.upperBound <= $1.upperBound })
    }
  }
}

@Test func `a cut encoding is the beginning of the whole one`() throws {
  var random = SeededText(seed: 5)
  let tokenizer = try #require(try WordPieceGoldens.tokenizers()["uncased"])
  for _ in 0..<2000 {
    let (first, second) = (random.bytes(), random.bytes())
    let whole = tokenizer.encode(first)
    let cut = tokenizer.encode(first, maxLength: 9)
    #expect(cut.ids.dropLast() == whole.ids.prefix(min(8, whole.ids.count - 1)))
    let pair = tokenizer.encode(first, second)
    let alone = tokenizer.encode(second)
    #expect(pair.ids == whole.ids + alone.ids.dropFirst())
    #expect(pair.offsets == whole.offsets + alone.offsets.dropFirst())
    for truncation in Truncation.allCases {
      #expect(tokenizer.encodeIDs(first, second, maxLength: 12, truncation: truncation).ids.count == min(12, pair.ids.count))
    }
  }
}

/// Quadratic work on these would take hours.
@Test(
  .timeLimit(.minutes(1)),
  arguments: ["a", "\u{301}", "\u{4E2D}", "[CLS", "[CLS]", "##", " ", "\u{0}", "e\u{316}\u{301}", "<l>", " <l>", "<lr> "])
func `two million bytes of one thing take linear time`(unit: String) throws {
  let text = Array(repeatElement(Array(unit.utf8), count: 2_000_000 / unit.utf8.count).joined())
  let tokenizers = try WordPieceGoldens.tokenizers()
  for name in ["uncased", "added"] {
    let tokenizer = try #require(tokenizers[name])
    #expect(tokenizer.encodeIDs(text).ids.allSatisfy { $0 >= 0 })
  }
}
