import Bytes
import Evaluation
import Ranking
import TestSupport
import Testing

@Suite struct JudgementsReadingTests {
  static func read(_ text: String) throws -> Judgements { try JudgementsFile.read(bytes: Array(text.utf8), path: "qrels") }

  @Test func `TREC, MS MARCO and BEIR files say the same`() throws {
    let trec = try JudgementsReadingTests.read("# c\n1 0 a 1\n1 Q0 b -1\r\n\n2  0  c  3")
    let marco = try JudgementsReadingTests.read("1\t0\ta\t1\n1\t0\tb\t-1\n2\t0\tc\t3\n")
    let beir = try JudgementsReadingTests.read("query-id\tcorpus-id\tscore\n1\ta\t1\n1\tb\t-1\n2\tc\t3\n")
    #expect(trec == marco && trec == beir)
    #expect(trec.grades["1"] == ["a": 1, "b": -1] && trec.queries == ["1", "2"])
  }

  @Test(arguments: [
    ("1 0 a 1\n1 0 b x\n", "qrels:2: expected a grade: a whole number, found 'x'"), ("1 0 a 1.5\n", "a grade"),
    ("1 0 a 99999999999\n", "a grade"), ("1 0 a\n", "qrels:1: expected four columns"), ("1 0 a 1 5\n", "four columns"),
    ("query-id corpus-id score\n1 0 a 1\n", "qrels:2: expected three columns"), ("", "no rows"),
    ("1 0 a 1\n2 0 a 1\n1 0 b 1\n1 0 a 0\n", "qrels: topic '1' lists document 'a' twice (lines 1 and 4)"),
  ]) func `bad judgements name their line and what was expected`(_ text: String, _ part: String) {
    #expect(performing: { try JudgementsReadingTests.read(text) }, throws: { "\($0)".contains(part) })
  }

  @Test func `files of different collections are refused with an example of each`() throws {
    let run = try RunReadingTests.table("q1 Q0 a 1 2 t\n")
    let judgements = try JudgementsReadingTests.read("1 0 a 1\n")
    #expect(
      performing: { try evaluate(run, judgements, measures: Measure.list([])) },
      throws: { "\($0)".contains("'q1'") && "\($0)".contains("'1'") })
  }

  @Test func `an option outside its range is refused`() throws {
    let run = try RunReadingTests.table("1 Q0 a 1 2 t\n")
    let judgements = try JudgementsReadingTests.read("1 0 a 1\n")
    var options = EvaluationOptions()
    options.level = -1
    #expect(throws: EvaluationError.self) { try evaluate(run, judgements, measures: Measure.list([]), options: options) }
    options.level = 1
    options.depth = 0
    #expect(throws: EvaluationError.self) { try evaluate(run, judgements, measures: Measure.list([]), options: options) }
  }
}
