import Bytes
import TestSupport
import Testing
import Text

private func tokenizer(
  _ added: [JSONValue], vocabulary: JSONValue = ["[UNK]": 0, "a": 1, "b": 2], normalizer: JSONValue = nil
) throws -> Tokenizer {
  let json: JSONValue = [
    "version": "1.0", "added_tokens": .array(added), "normalizer": normalizer, "pre_tokenizer": ["type": "Whitespace"],
    "model": ["type": "WordPiece", "unk_token": "[UNK]", "vocab": vocabulary],
  ]
  return try Tokenizer(json: json.serialized(), source: "t.json")
}

private func added(_ content: String, _ id: Int, isNormalized: Bool = false, stripsLeft: Bool = false) -> JSONValue {
  [
    "id": JSONValue(id), "content": JSONValue(content), "normalized": .bool(isNormalized), "special": .bool(!isNormalized),
    "lstrip": .bool(stripsLeft), "rstrip": false, "single_word": false,
  ]
}

/// What `tokenizers` 0.23.3 gives for the same files.
@Test func `added tokens that the vocabulary lacks are numbered behind it, whatever the file states`() throws {
  let holes: JSONValue = ["[UNK]": 0, "a": 1, "b": 50]
  let repeated: JSONValue = .object([("[UNK]", 0), ("a", 1), ("b", 2), ("b", 3), ("", 4)])
  let cases: [([JSONValue], JSONValue, String, [Int32])] = [
    ([added("<x>", 1000)], ["[UNK]": 0, "a": 1, "b": 2], "a <x> b", [1, 3, 2]),
    ([added("<x>", 10), added("<y>", 5)], ["[UNK]": 0, "a": 1, "b": 2], "a <x> b <y>", [1, 3, 2, 4]),
    ([added("<x>", 3), added("<y>", 3)], ["[UNK]": 0, "a": 1, "b": 2], "a <x> b <y>", [1, 3, 2, 4]),
    ([added("", 3), added("<y>", 4)], ["[UNK]": 0, "a": 1, "b": 2], "a <y>", [1, 3]),
    ([added("b", 50), added("<x>", 3), added("<y>", 3)], holes, "a <x> b <y>", [1, 3, 50, 4]),
    ([added("<x>", 3), added("b", 50), added("<y>", 3)], holes, "a <x> b <y>", [1, 3, 50, 4]),
    ([added("<x>", 9)], repeated, "a <x> b", [1, 4, 3]),
  ]
  for (tokens, vocabulary, text, ids) in cases {
    #expect(try tokenizer(tokens, vocabulary: vocabulary).encode(Array(text.utf8)).ids == ids)
  }
}

/// What `tokenizers` 0.23.3 gives for the same files.
@Test func `the last of several added tokens with one content counts`() throws {
  let (raw, normalized) = (added("<x>", 3), added("<x>", 3, isNormalized: true))
  let text = Array("a <X> b <x>".utf8)
  #expect(try tokenizer([raw, normalized], normalizer: ["type": "Lowercase"]).encode(text).ids == [1, 3, 2, 3])
  #expect(try tokenizer([normalized, raw], normalizer: ["type": "Lowercase"]).encode(text).ids == [1, 0, 0, 0, 2, 3])
  let stripping = added("<x>", 3, stripsLeft: true)
  #expect(try tokenizer([raw, stripping]).encode(Array("a <x>".utf8)).offsets == [0..<1, 1..<5])
  #expect(try tokenizer([stripping, raw]).encode(Array("a <x>".utf8)).offsets == [0..<1, 2..<5])
}

/// The slow twin tries every token at every place.
private func slowPlaces(_ text: [UInt8], _ tokens: [String]) -> [Range<Int>] {
  var places: [Range<Int>] = []
  var index = 0
  while index < text.count {
    let lengths = tokens.map(\.utf8.count).filter { length in
      tokens.contains { $0.utf8.count == length && text[index...].starts(with: $0.utf8) }
    }
    if let longest = lengths.max() { places.append(index..<index + longest) }
    index += max(1, lengths.max() ?? 1)
  }
  return places
}

@Test(arguments: [
  ["[C]", "[CS]"], ["[", "<a>"], ["<a>", "|||", "[C]"], ["<a>", "|", "[C]", "  ", "    "], ["\u{E9}", "\u{E9}\u{E8}", "<"],
  ["ab"],
])
func `added tokens are found at any place of a text of any length`(tokens: [String]) throws {
  let tokenizer = try tokenizer(tokens.enumerated().map { added($1, 3 + $0) })
  var random = SeededText(seed: 21)
  let pieces = tokens + ["[", "C", "<", "a", "|", " ", "\u{E9}", "\u{C1}", ";", "Z", "]", "x", "\u{1F600}"]
  for _ in 0..<2000 {
    let text = (0..<random.pick(Array(0...24))).map { _ in random.pick(pieces) }.joined()
    let encoding = tokenizer.encode(Array(text.utf8))
    let found = zip(encoding.ids, encoding.offsets).filter { $0.0 >= 3 }.map(\.1)
    let scalars = Array(text.unicodeScalars)
    let bytes = found.map { range in
      String(String.UnicodeScalarView(scalars[..<range.lowerBound])).utf8
        .count..<String(
          String.UnicodeScalarView(scalars[..<range.upperBound])
        ).utf8.count
    }
    #expect(bytes == slowPlaces(Array(text.utf8), tokens), "\(text)")
  }
}
