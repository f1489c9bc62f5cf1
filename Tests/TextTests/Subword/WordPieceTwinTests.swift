import Bytes
import Testing
import Text

private func slow(_ json: JSONValue) throws -> SlowWordPiece {
  let vocabulary = try #require(json["model"]?["vocab"]?.object).map { ($0.key, Int32($0.value.int ?? -1)) }
  return SlowWordPiece(
    vocabulary: Dictionary(vocabulary) { $1 }, special: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
    longestWord: json["model"]?["max_input_chars_per_word"]?.int ?? 100)
}

@Test func `the tokenizer and its slow twin agree on random texts`() throws {
  let json = try #require(try WordPieceGoldens.configurations().first { $0.name == "uncased" }).json
  let fast = try Tokenizer(json: json.serialized(), source: "uncased")
  let slow = try slow(json)
  var random = SeededText(seed: 3)
  for _ in 0..<4000 {
    let text = random.text()
    let expected = slow.encode(text)
    let actual = fast.encode(Array(text.utf8))
    #expect(
      Array(actual.ids.dropFirst().dropLast()) == expected.ids, "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
    #expect(
      Array(actual.offsets.dropFirst().dropLast()) == expected.offsets,
      "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
  }
}
