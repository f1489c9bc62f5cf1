import Bytes
import Testing
import Text

@Test func `any bytes give a byte-pair tokenizer's ids in range and offsets inside the text`() throws {
  var random = SeededText(seed: 14)
  for (name, tokenizer) in try BPEGoldens.tokenizers() {
    for _ in 0..<300 {
      let bytes = random.bytes()
      let encoding = tokenizer.encode(bytes)
      #expect(encoding.ids.allSatisfy { $0 >= 0 && $0 < tokenizer.vocabularySize })
      #expect(tokenizer.encodeIDs(bytes).ids == encoding.ids && encoding.typeIDs.count == encoding.ids.count)
      #expect(tokenizer.encode(Array(String(decoding: bytes, as: UTF8.self).utf8)) == encoding, "\(name)")
      let count = String(decoding: bytes, as: UTF8.self).unicodeScalars.count
      #expect(encoding.offsets.count == encoding.ids.count)
      #expect(encoding.offsets.allSatisfy { $0.upperBound <= count }, "\(name)")
      #expect(tokenizer.encode(bytes, maxLength: 9).ids.count == min(9, encoding.ids.count))
    }
  }
}

/// Quadratic work on these would take hours.
@Test(
  .timeLimit(.minutes(2)),
  arguments: [
    "a", "the", "\u{301}", "\u{4E2D}", "<mask", " <mask>", " ", "\n ", "'", "1", "e\u{316}\u{301}", "\u{1100}", "    ", "!\n",
  ])
func `four hundred thousand bytes of one thing take linear time in every byte-pair configuration`(unit: String) throws {
  let text = Array(repeatElement(Array(unit.utf8), count: 400_000 / unit.utf8.count).joined())
  for (_, tokenizer) in try BPEGoldens.tokenizers() {
    #expect(tokenizer.encodeIDs(text).ids.allSatisfy { $0 >= 0 })
    #expect(tokenizer.encode(text, maxLength: 64).ids.count <= 64)
  }
}
