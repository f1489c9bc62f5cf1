import Bytes
import Corpora
import Evaluation
import Files
import Pipelines
import Ranking
import TestSupport
import Testing

/// MS MARCO's three files as Microsoft gives them, 3,000 rows of the collection among them: double-encoded UTF-8, odd blanks and all.
@Suite(.enabled(if: SharedData.available, "needs ../shared")) struct `raw MS MARCO files` {
  private func digest(_ bytes: [UInt8]) -> String {
    let digest = Digest()
    digest.update(bytes)
    return digest.hex
  }

  @Test func `rows of the collection come out of an index as they went in`() throws {
    let name = "data/msmarco-dev/collection.first3000.raw.tsv.zst"
    let folder = try TemporaryFolder()
    var job = IndexJob(folder: folder.file("index"), collection: [SharedData.path(name)])
    job.work.quiet = true
    _ = try job.run()
    let documents = try OpenIndex(folder: folder.file("index")).documents
    #expect(documents.count == 3000)
    var rows: [UInt8] = []
    for number in 0..<UInt32(documents.count) {
      let text = try #require(try documents.text(of: number))
      rows += try documents.id(of: number).bytes
      rows.append(9)
      rows += text
      rows.append(10)
    }
    let raw = try SharedData.bytes(name)
    // Every fourth row or so has double-encoded UTF-8; a repair would shorten it.
    #expect(raw.contains(0xC3) && raw.count > 900_000)
    #expect(digest(Array(rows.dropLast())) == digest(raw))  // the file has no line feed at its end
    let inspection = try Inspection(folder: folder.file("index"))
    let first = try SharedData.lines(name)[0].split(separator: 9, maxSplits: 1)
    #expect(try inspection.document("0") == Array(first[1]) + [10])
  }

  @Test func `queries are what stands behind the tab`() throws {
    let name = "data/msmarco-dev/queries.dev.small.tsv"
    let queries = try QueryFile.read(path: SharedData.path(name))
    #expect(queries.count == 6980)
    var rows: [UInt8] = []
    for query in queries { rows += query.id.bytes + [9] + query.text + [10] }
    #expect(digest(rows) == digest(try SharedData.bytes(name)))
  }

  @Test func `judgements are those of the file, in its order`() throws {
    let name = "data/msmarco-dev/qrels.dev.small.txt"
    let judgements = try JudgementsFile.read(path: SharedData.path(name))
    let lines = try SharedData.lines(name)
    #expect(judgements.grades.count == 6980 && lines.count == 7437)
    #expect(judgements.grades.values.reduce(0) { $0 + $1.count } == 7437)
    for line in lines {
      let fields = line.split(whereSeparator: { $0 == 32 || $0 == 9 })
      #expect(judgements.grades[ByteString(fields[0])]?[ByteString(fields[2])] == 1)
    }
    var seen: Set<ByteString> = []
    let order = lines.map { ByteString($0.split(separator: 32)[0]) }.filter { seen.insert($0).inserted }
    #expect(judgements.queries == order)
    // Microsoft's own file has tabs.
    let folder = try TemporaryFolder()
    try folder.write(try SharedData.bytes(name).map { $0 == 32 ? 9 : $0 }, to: "qrels.dev.small.tsv")
    #expect(try JudgementsFile.read(path: folder.file("qrels.dev.small.tsv")) == judgements)
  }
}
