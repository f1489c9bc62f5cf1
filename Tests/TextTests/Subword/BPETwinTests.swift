import Bytes
import TestSupport
import Testing
import Text

@Test(arguments: [("gpt2", SlowBPE.gpt2, 0), ("gpt2-as-split", SlowBPE.gpt2, 0), ("llama3", SlowBPE.llama3, 1)])
func `byte-level tokenizers and their slow twin agree on random texts`(name: String, pattern: String, special: Int) throws {
  let json = try BPEGoldens.configuration(name)
  let fast = try Tokenizer(json: json.serialized(), source: name)
  let slow = try SlowBPE(json, pattern: pattern)
  var random = SeededText(seed: 13)
  for number in 0..<1500 {
    let text = random.text() + (number % 10 == 0 ? random.word() : "") + random.text()
    let actual = fast.encode(Array(text.utf8))
    let expected = slow.encode(text)
    #expect(Array(actual.ids.dropFirst(special).dropLast(special)) == expected.ids, "\(text.debugDescription)")
    if special == 0 { #expect(actual.offsets == expected.offsets, "\(text.debugDescription)") }
  }
}

extension SeededText {
  /// A word of up to 400 letters, which is merged otherwise than a short one.
  mutating func word() -> String {
    let letters = ["t", "h", "e", "o", "k", "n", "em", "be", "dd", "ing", "\u{E9}", "\u{6771}"]
    return (0..<pick([3, 30, 60, 200])).map { _ in pick(letters) }.joined()
  }
}
