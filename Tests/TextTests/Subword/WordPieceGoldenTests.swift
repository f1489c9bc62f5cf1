import Bytes
import Testing
import Text

@Test func `every configuration gives the reference's ids, type ids and offsets, cut or whole, single or pair`() throws {
  let tokenizers = try WordPieceGoldens.tokenizers()
  let rows = try WordPieceGoldens.rows()
  #expect(tokenizers.count == 12 && rows.count >= 480)
  for row in rows {
    let tokenizer = try #require(tokenizers[row.configuration])
    let actual = row.encoding(by: tokenizer)
    #expect(actual == row.expected(actual), "\(row.configuration)")
    #expect(row.ids(by: tokenizer) == row.ids, "\(row.configuration)")
  }
}

@Test func `bytes that are not UTF-8 read as one replacement character for each maximal part`() throws {
  let tokenizers = try WordPieceGoldens.tokenizers()
  let cases: [([UInt8], String)] = [
    ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xE4, 0xB8], "\u{FFFD}"), ([0xE4, 0xB8, 0x61], "\u{FFFD}a"),
    ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ([0xF0, 0x9F, 0x98, 0x61, 0xF4, 0x90], "\u{FFFD}a\u{FFFD}\u{FFFD}"),
    ([0xF0, 0x80], "\u{FFFD}\u{FFFD}"), ([0x80, 0xE4, 0xB8, 0xAD], "\u{FFFD}\u{4E2D}"),
  ]
  for name in ["uncased", "unclean", "bare", "added"] {
    let tokenizer = try #require(tokenizers[name])
    for (bytes, text) in cases {
      #expect(tokenizer.encode(bytes) == tokenizer.encode(Array(text.utf8)))
      #expect(String(decoding: bytes, as: UTF8.self) == text)
    }
  }
}

@Test func `ids of tokens and the size of the vocabulary are known`() throws {
  let tokenizer = try #require(try WordPieceGoldens.tokenizers()["added"])
  #expect(tokenizer.id(of: "[CLS]") == 2)
  #expect(tokenizer.id(of: "##ing").map { tokenizer.encode(Array("playing".utf8)).ids.contains($0) } == true)
  #expect(tokenizer.id(of: "no such token") == nil)
  #expect(tokenizer.id(of: "") == nil)
  #expect(tokenizer.id(of: " ").map { Int($0) + 1 } == tokenizer.vocabularySize)
  #expect(tokenizer.specialTokenCount(pair: false) == 2 && tokenizer.specialTokenCount(pair: true) == 3)
}
