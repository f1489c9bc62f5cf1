import Bytes
import Testing
import Text

@Test func `every byte-pair configuration gives the reference's ids, type ids and offsets`() throws {
  let tokenizers = try BPEGoldens.tokenizers()
  let rows = try BPEGoldens.rows()
  #expect(tokenizers.count == 31 && rows.count >= 372)
  for row in rows {
    let tokenizer = try #require(tokenizers[row.configuration])
    let actual = row.encoding(by: tokenizer)
    #expect(actual == row.expected(actual), "\(row.configuration): \(String(decoding: row.text, as: UTF8.self))")
    #expect(row.ids(by: tokenizer) == row.ids, "\(row.configuration)")
  }
}

@Test func `a byte-level vocabulary knows its tokens by their visible characters`() throws {
  let tokenizer = try #require(try BPEGoldens.tokenizers()["roberta"])
  #expect(tokenizer.id(of: "<s>") == 0 && tokenizer.id(of: "</s>") == 2)
  #expect(tokenizer.id(of: "\u{120}the").map { tokenizer.encode(Array("a the".utf8)).ids.contains($0) } == true)
  #expect(tokenizer.id(of: " the") == nil)
  #expect(tokenizer.vocabularySize == 542)
  #expect(tokenizer.specialTokenCount(pair: false) == 2 && tokenizer.specialTokenCount(pair: true) == 4)
}

@Test func `a token that is part of a character covers the whole character`() throws {
  let tokenizer = try #require(try BPEGoldens.tokenizers()["gpt2"])
  let encoding = tokenizer.encode(Array("a\u{1F9FF}b".utf8))
  #expect(encoding.ids.count > 3)
  #expect(encoding.offsets == [0..<1] + encoding.ids.dropFirst(2).map { _ in 1..<2 } + [2..<3])
}
