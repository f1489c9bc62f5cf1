import Bytes
import Corpora
import Files
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.available, "needs ../shared"))
struct SharedDataTests {
  @Test func `the pool has 44,747 passages with the texts a plain JSON reader finds`() throws {
    let path = SharedData.path("data/msmarco-dl/passages.jsonl.zst")
    let reading = try read(path)
    #expect(reading.documents.count == 44_747)
    #expect(reading.lines == Array(1...44_747))
    for (line, found) in zip(try SharedData.lines("data/msmarco-dl/passages.jsonl.zst"), reading.documents) {
      let value = try JSONValue(parsing: line)
      #expect(found.document.id == value["id"]?.string && ByteString(found.document.text) == value["text"]?.string)
    }
  }

  @Test func `raw MS MARCO bytes come through untouched`() throws {
    let name = "data/msmarco-dev/collection.first3000.raw.tsv.zst"
    let reading = try read(SharedData.path(name))
    #expect(reading.documents.count == 3000)
    let whole = Digest()
    whole.update(try SharedData.bytes(name))
    let joined = Digest()
    // The file has no line feed at its end.
    joined.update(Array(tabSeparated(reading.documents.map(\.document)).dropLast()))
    #expect(joined.hex == whole.hex)
    #expect(try contentDigest(path: SharedData.path(name)) == whole.hex)
  }

  @Test func `CACM documents and topics, Cranfield documents and queries`() throws {
    #expect(try read(SharedData.path("data/cacm/cacm.json")).documents.count == 3204)
    let topics = try QueryFile(path: SharedData.path("data/cacm/topics.cacm.txt"))
    #expect(topics.queries.count == 64 && topics.queries.map(\.id.text) == (1...64).map(String.init))
    #expect(
      String(decoding: topics.queries[0].text, as: UTF8.self)
        == "What articles exist which deal with TSS (Time Sharing System), an operating system for IBM computers?")
    let cranfield = try read(SharedData.path("data/cranfield/docs.jsonl.zst"))
    #expect(cranfield.documents.count == 1400)
    #expect(try QueryFile.read(path: SharedData.path("data/cranfield/queries.tsv")).count == 225)
  }

  @Test(arguments: [
    ("data/msmarco-dl/queries.dl19.tsv", 43), ("data/msmarco-dl/queries.dl20.tsv", 54),
    ("data/msmarco-dev/queries.dev.small.tsv", 6980),
  ])
  func `the query files have their number of queries and nothing odd`(name: String, count: Int) throws {
    let file = try QueryFile(path: SharedData.path(name))
    #expect(file.queries.count == count && file.warnings.isEmpty)
  }
}
