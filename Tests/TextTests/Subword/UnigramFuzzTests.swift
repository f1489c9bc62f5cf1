import Bytes
import Testing
import Text

@Test func `any bytes give Unigram ids in range and offsets inside the text`() throws {
  var random = SeededText(seed: 14)
  for (name, tokenizer) in try UnigramGoldens.tokenizers() {
    for _ in 0..<600 {
      let bytes = random.bytes()
      let encoding = tokenizer.encode(bytes)
      let count = String(decoding: bytes, as: UTF8.self).unicodeScalars.count
      #expect(encoding.ids.allSatisfy { $0 >= 0 && $0 < tokenizer.vocabularySize })
      #expect(encoding.offsets.count == encoding.ids.count && encoding.offsets.allSatisfy { $0.upperBound <= count })
      #expect(tokenizer.encodeIDs(bytes).ids == encoding.ids, "\(name)")
      #expect(tokenizer.encode(Array(String(decoding: bytes, as: UTF8.self).utf8)) == encoding, "\(name)")
      let cut = tokenizer.encode(bytes, maxLength: 9)
      let special = tokenizer.specialTokenCount(pair: false)
      #expect(cut.ids.dropLast(special) == encoding.ids.prefix(max(0, cut.ids.count - special)))
      #expect(tokenizer.encodeIDs(bytes, bytes, maxLength: 12).ids.count <= 12)
    }
  }
}

/// Quadratic work on these would take hours.
@Test(
  .timeLimit(.minutes(1)),
  arguments: [
    "a", "retrieval", "\u{301}", "\u{4E2D}", "\u{915}\u{94D}", "\u{1F1E9}", "\u{2581}", " ", "\u{0}", "e\u{308}",
    "\u{A9}\u{200D}", "<s>",
    "\r\n", "\u{1100}", "  a",
  ])
func `a million bytes of one thing take linear time`(unit: String) throws {
  let text = Array(repeatElement(Array(unit.utf8), count: 1_000_000 / unit.utf8.count).joined())
  for (_, tokenizer) in try UnigramGoldens.tokenizers() { #expect(tokenizer.encodeIDs(text).ids.allSatisfy { $0 >= 0 }) }
  let aligned = try #require(try UnigramGoldens.tokenizers()["albert"]).encode(text)
  #expect(aligned.offsets.count == aligned.ids.count)
}
