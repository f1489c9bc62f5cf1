import Bytes
import TestSupport
import Testing
import Text

@Test(.enabled(if: SharedData.available, "needs ../shared"))
func `bert-base-uncased gives the ids, offsets and type ids of all 1,214 references`() throws {
  let tokenizer = try Tokenizer(
    json: SharedData.bytes("data/tokenizers/bert-base-uncased/tokenizer.json.gz"), source: "bert-base-uncased")
  let rows = try SharedData.lines("data/tokenizers/reference/bert-base-uncased.jsonl.gz")
  #expect(rows.count == 1214)
  for row in rows {
    let reference = try TokenizerReference(row)
    #expect(reference.encoding(by: tokenizer) == reference.expected(reference.encoding(by: tokenizer)))
    #expect(reference.ids(by: tokenizer) == reference.ids)
  }
}
