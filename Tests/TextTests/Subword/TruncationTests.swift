import Bytes
import Testing
import Text

private func words(_ count: Int) -> [UInt8] { Array(repeatElement("the", count: count).joined(separator: " ").utf8) }

private func lengths(_ encoding: Encoding) -> [Int] {
  [encoding.typeIDs.count { $0 == 0 } - 2, encoding.typeIDs.count { $0 == 1 } - 1]
}

@Test func `a length counts special tokens and cuts at the end`() throws {
  let tokenizer = try #require(try WordPieceGoldens.tokenizers()["uncased"])
  let whole = tokenizer.encode(words(10))
  #expect(whole.ids.count == 12)
  let cut = tokenizer.encode(words(10), maxLength: 5)
  #expect(cut.ids == Array(whole.ids.prefix(4)) + [whole.ids[11]])
  #expect(tokenizer.encode(words(10), maxLength: 12) == whole)
}

@Test(arguments: [
  (3, 20, 13, [3, 7]), (20, 3, 13, [7, 3]), (20, 20, 13, [5, 5]), (20, 20, 14, [5, 6]), (21, 20, 14, [6, 5]),
  (0, 20, 13, [0, 10]),
  (4, 5, 12, [4, 5]), (20, 20, 3, [0, 0]), (20, 21, 4, [0, 1]), (200, 100, 104, [51, 50]), (100, 200, 104, [50, 51]),
])
func `longest first takes from the longer text`(first: Int, second: Int, maxLength: Int, expected: [Int]) throws {
  let tokenizer = try #require(try WordPieceGoldens.tokenizers()["uncased"])
  #expect(lengths(tokenizer.encode(words(first), words(second), maxLength: maxLength)) == expected)
}

@Test(arguments: [
  (3, 20, 13, [3, 7]), (9, 20, 13, [9, 1]), (10, 20, 13, [10, 0]), (20, 20, 13, [10, 0]), (2, 2, 13, [2, 2]),
])
func `only second spares the first text while that helps`(first: Int, second: Int, maxLength: Int, expected: [Int]) throws {
  let tokenizer = try #require(try WordPieceGoldens.tokenizers()["uncased"])
  #expect(lengths(tokenizer.encode(words(first), words(second), maxLength: maxLength, truncation: .onlySecond)) == expected)
}

@Test func `lengths below the special tokens leave the first of them and never trap`() throws {
  let tokenizer = try #require(try WordPieceGoldens.tokenizers()["uncased"])
  for maxLength in [Int.min, -1, 0, 1, 2, 3] {
    let single = tokenizer.encode(words(5), maxLength: maxLength)
    #expect(single.ids.count == max(0, maxLength) && single.offsets.count == single.ids.count)
    for truncation in Truncation.allCases {
      #expect(
        tokenizer.encodeIDs(words(5), words(5), maxLength: maxLength, truncation: truncation).ids.count == max(0, maxLength))
    }
  }
  #expect(tokenizer.encode(words(5), words(5), maxLength: .max).ids.count == 13)
}

@Test func `truncation and padding stored in the file are ignored`() throws {
  let tokenizer = try #require(try WordPieceGoldens.tokenizers()["untyped"])
  #expect(tokenizer.encode(words(20)).ids.count == 22)
  #expect(tokenizer.encode(words(1)).ids.count == 3)
}
