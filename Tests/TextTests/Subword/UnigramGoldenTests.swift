import Bytes
import TestSupport
import Testing
import Text

@Test func `every Unigram tokenizer gives the reference's ids, type ids and offsets, cut or whole, single or pair`() throws {
  let tokenizers = try UnigramGoldens.tokenizers()
  let rows = try UnigramGoldens.rows()
  #expect(tokenizers.count == 12 && rows.count >= 480)
  for row in rows {
    let tokenizer = try #require(tokenizers[row.configuration])
    let actual = row.encoding(by: tokenizer)
    #expect(actual == row.expected(actual), "\(row.configuration)")
    #expect(row.ids(by: tokenizer) == row.ids, "\(row.configuration)")
  }
}

@Test(.enabled(if: SharedData.available, "needs ../shared"))
func `xlm-roberta-base gives the ids, offsets and type ids of all 1,214 references`() throws {
  let tokenizer = try Tokenizer(
    json: SharedData.bytes("data/tokenizers/xlm-roberta-base/tokenizer.json.gz"), source: "xlm-roberta-base")
  #expect(tokenizer.vocabularySize == 250_002)
  let rows = try SharedData.lines("data/tokenizers/reference/xlm-roberta-base.jsonl.gz")
  #expect(rows.count == 1214)
  for row in rows {
    let reference = try TokenizerReference(row)
    #expect(reference.encoding(by: tokenizer) == reference.expected(reference.encoding(by: tokenizer)))
    #expect(reference.ids(by: tokenizer) == reference.ids)
  }
}

@Test func `text that is in no token is left out where there is no unknown token`() throws {
  let pieces: JSONValue = [["▁", -1.0], ["a", -1.0], ["<0x62>", -9.0]]
  func tokenizer(_ fallsBack: Bool) throws -> Tokenizer {
    let model: JSONValue = ["type": "Unigram", "unk_id": nil, "vocab": pieces, "byte_fallback": .bool(fallsBack)]
    let json: JSONValue = ["model": model, "pre_tokenizer": ["type": "Metaspace", "replacement": "▁"]]
    return try Tokenizer(json: json.serialized(), source: "made")
  }
  #expect(try tokenizer(false).encode(Array("abc a".utf8)).ids == [0, 1, 0, 1])
  #expect(try tokenizer(true).encode(Array("abba".utf8)).ids == [0, 1, 2, 2, 1])
  #expect(try tokenizer(true).encode(Array("abca".utf8)).ids == [0, 1, 1])
}
