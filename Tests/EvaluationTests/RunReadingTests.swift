import Bytes
import Evaluation
import Ranking
import TestSupport
import Testing

@Suite struct RunReadingTests {
  static func table(_ text: String) throws -> RunTable { try RunFile.readTable(bytes: Array(text.utf8), path: "a.run") }

  @Test func `blanks, tabs, comments, carriage returns and a missing last line feed are taken as trec_eval takes them`() throws {
    let run = try RunReadingTests.table("# head\n\n1\tQ0 \t d#1  1 2.5 tag more text\r\n   \n  # no\n2 Q0 #d 1 -1e-3 last").run()
    #expect(run.tag == "last")
    #expect(run.rankings.map(\.query) == ["1", "2"])
    #expect(run.rankings[0].documents == [RankedDocument(id: "d#1", score: 2.5)])
    #expect(run.rankings[1].documents == [RankedDocument(id: "#d", score: -1e-3)])
  }

  @Test func `rows of a topic are gathered, best first, equal scores as they stand`() throws {
    let run = try RunReadingTests.table("2 0 a 1 1 t\n1 0 x 1 5 t\n2 0 b 1 3 t\n2 0 c 1 1 t\n1 0 y 1 5 t\n").run()
    #expect(run.rankings.map(\.query) == ["2", "1"])
    #expect(run.rankings[0].documents.map(\.id) == ["b", "a", "c"])
    #expect(run.rankings[1].documents.map(\.id) == ["x", "y"])
  }

  @Test func `MS MARCO's three columns score minus their rank`() throws {
    let run = try RunReadingTests.table("7\t11\t1\n7\t5\t2\n").run()
    #expect(run.rankings[0].documents == [RankedDocument(id: "11", score: -1), RankedDocument(id: "5", score: -2)])
  }

  @Test(arguments: [
    ("1 Q0 a 1 2 t\n1 Q0 b 2 x t\n", "a.run:2: expected a score: a finite decimal number, found 'x'"),
    ("1 Q0 a 1 nan t\n", "a.run:1: expected a score"), ("1 Q0 a 1 inf t\n", "finite"), ("1 Q0 a 1 1e999 t\n", "finite"),
    ("1 Q0 a 1 0x10 t\n", "finite"), ("1 Q0 a 1 1.2.3 t\n", "finite"), ("1 Q0 a 1 - t\n", "finite"), ("1 Q0 a 1 . t\n", "finite"),
    ("1 Q0 a 1 2\n", "a.run:1: expected six columns"), ("1 Q0 a 1 2 t\n1 Q0 a\n", "a.run:2: expected six columns"),
    ("1 a 1\n1 Q0 a 1 2 t\n", "a.run:2: expected three columns"), ("1 a x\n", "a rank"), ("", "no rows"),
    ("# only\n\n", "no rows"),
    (
      "#\n1 Q0 a 1 2 t\n2 Q0 a 1 2 t\n1 Q0 b 1 2 t\n1 Q0 a 3 1 t\n",
      "a.run: topic '1' lists document 'a' twice (lines 2 and 5)"
    ),
  ]) func `a bad run names its line and what was expected`(_ text: String, _ part: String) {
    #expect(performing: { try RunReadingTests.table(text) }, throws: { "\($0)".contains(part) })
  }

  @Test func `scores are read as the nearest double`() throws {
    var generator = SeededGenerator(seed: 3)
    var texts = [
      "0", "-0", "+1", "1.", ".5", "-.5", "1e5", "1E-5", "123456789012345678", "0.1234567890123456789012345", "9007199254740993",
    ]
    for _ in 0..<5_000 {
      let value = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &generator))
      if value.isFinite { texts.append("\(value)") }
      texts.append("\(Double.random(in: -100...100, using: &generator))")
      texts.append("\(Float.random(in: -100...100, using: &generator))")
      texts.append(FixedDecimal.text(Double.random(in: -100...100, using: &generator), decimals: 6))
    }
    let lines = texts.enumerated().map { "1 Q0 d\($0.offset) 1 \($0.element) t\n" }
    let scores = Dictionary(
      uniqueKeysWithValues: try RunReadingTests.table(lines.joined()).run().rankings[0].documents.map { ($0.id.text, $0.score) })
    for (index, text) in texts.enumerated() {
      let plain = text.hasPrefix(".") ? "0" + text : text.replacing("-.", with: "-0.")
      #expect(scores["d\(index)"] == Double(plain.hasSuffix(".") ? plain + "0" : plain), "\(text)")
    }
  }

  @Test func `lines are put together across blocks of a compressed or plain file`() throws {
    let folder = try TemporaryFolder()
    var rows: [RankedDocument] = []
    for number in 0..<60_000 { rows.append(RankedDocument(id: ByteString("document-\(number)"), score: Double(-number))) }
    let run = Run(tag: "t", rankings: [Ranking(query: "q", documents: rows)])
    for name in ["a.run", "a.run.gz", "a.run.zst"] {
      try RunFile.write(run, to: folder.file(name), format: .trec)
      #expect(try RunFile.read(path: folder.file(name)) == run)
    }
    #expect(try folder.read("a.run.gz").starts(with: [0x1F, 0x8B]))
  }

  @Test func `a missing file is an error with its path`() {
    #expect(performing: { try RunFile.read(path: "/nowhere/x.run") }, throws: { "\($0)".contains("/nowhere/x.run") })
    #expect(performing: { try JudgementsFile.read(path: "/nowhere/qrels") }, throws: { "\($0)".contains("/nowhere/qrels") })
  }
}
