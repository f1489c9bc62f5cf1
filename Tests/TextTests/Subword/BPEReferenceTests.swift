import Bytes
import TestSupport
import Testing
import Text

@Test(.enabled(if: SharedData.available, "needs ../shared"))
func `ModernBERT's tokenizer gives the ids, offsets and pairs of all 1,214 references`() throws {
  let tokenizer = try Tokenizer(json: SharedData.bytes("data/tokenizers/ModernBERT/tokenizer.json.gz"), source: "ModernBERT")
  let rows = try SharedData.lines("data/tokenizers/reference/ModernBERT.jsonl.gz")
  #expect(rows.count == 1214)
  for row in rows {
    let reference = try TokenizerReference(row)
    #expect(reference.encoding(by: tokenizer) == reference.expected(reference.encoding(by: tokenizer)))
    #expect(reference.ids(by: tokenizer) == reference.ids)
  }
}
