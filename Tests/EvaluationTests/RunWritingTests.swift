import Bytes
import Evaluation
import Foundation
import Ranking
import TestSupport
import Testing

@Suite struct RunWritingTests {
  static func ranking(_ scores: [Double]) -> Ranking {
    Ranking(
      query: "q",
      documents: scores.enumerated().map { RankedDocument(id: ByteString("d\($0.offset % 7)-\($0.offset)"), score: $0.element) })
  }

  static func lines(_ scores: [Double]) throws -> [[Substring]] {
    let bytes = try RunFile.bytes(Run(tag: "tag", rankings: [ranking(scores)]), format: .trec)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
  }

  @Test func `rows stand in result order, ranks count from 1, scores have six decimals`() throws {
    let lines = try RunWritingTests.lines([2.5, 1, -0.25])
    #expect(lines[0] == ["q", "Q0", "d0-0", "1", "2.500000", "tag"])
    #expect(lines.map { $0[4] } == ["2.500000", "1.000000", "-0.250000"])
    #expect(lines.map { $0[3] } == ["1", "2", "3"])
  }

  /// Scores and how they are printed.
  static let printings: [([Double], [String])] = [
    ([1, 1, 1, 0.9], ["1.000000", "0.999999", "0.999998", "0.900000"]),
    ([15.1234567, 15.1234566], ["15.123457", "15.123456"]),
    ([100, 100], ["100.000000", "99.999992"]),
    ([100_000_000, 100_000_000, 100_000_000], ["100000000.000000", "99999992.000000", "99999984.000000"]),
    ([0, 0, -0.0], ["0.000000", "-0.000001", "-0.000002"]),
    ([1e-9, 1e-10, 0], ["1e-09", "1e-10", "0.0"]),
    ([1 / 1061.0, 1 / 1062.0], ["0.000943", "0.000942"]),
    ([1 / 2061.0, 1 / 2062.0], ["0.00048520137", "0.00048496606"]),
    ([3e9, 2e9], ["3e+09", "2e+09"]),
  ]

  @Test(arguments: printings)
  func `a score that is not below its predecessor is lowered by the larger of 1e-6 and a float32 step`(
    _ scores: [Double], _ printed: [String]
  ) throws {
    #expect(try RunWritingTests.lines(scores).map { String($0[4]) } == printed)
  }

  /// Scores of many magnitudes in result order, with ties and neighbours.
  static func scores(_ generator: inout SeededGenerator) -> [Double] {
    let magnitude = pow(10, Double(Int.random(in: -30...30, using: &generator)))
    let kind = Int.random(in: 0..<4, using: &generator)
    var score = Double.random(in: -1...1, using: &generator) * magnitude
    return (0..<60).map { _ in
      switch kind {
      case 0: score = Double(Float(score).nextDown)
      case 1: if Bool.random(using: &generator) { score -= magnitude * 1e-3 }
      case 2: score -= magnitude * Double.random(in: 0...1e-7, using: &generator)
      default: if Int.random(in: 0..<3, using: &generator) == 0 { score = score.nextDown }
      }
      return score
    }
  }

  @Test func `printed scores fall strictly in float32 and in double, and hardly differ from the scores`() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<2_000 {
      let scores = RunWritingTests.scores(&generator)
      let printed = try RunWritingTests.lines(scores).map { String($0[4]) }
      let floats = printed.map { unsafe strtof($0, nil) }
      let doubles = printed.map { unsafe strtod($0, nil) }
      for index in printed.indices.dropFirst() {
        #expect(floats[index] < floats[index - 1])
        #expect(Float(doubles[index]) < Float(doubles[index - 1]))
        #expect(doubles[index] < doubles[index - 1])
      }
      // Each row is lowered by at most a step for each row above.
      let largest = scores.map { abs($0) }.max() ?? 0
      let step = max(1e-6, Double(Float(largest).ulp))
      for (score, value) in zip(scores, doubles) { #expect(abs(score - value) <= 61 * step) }
    }
  }

  @Test func `trec_eval's order of a written run is its result order, in float32 and in double`() throws {
    var generator = SeededGenerator(seed: 6)
    let measures = try Measure.list(["nDCG@10", "AP", "RR@10", "relstring"])
    for _ in 0..<300 {
      let ranking = RunWritingTests.ranking(RunWritingTests.scores(&generator))
      let run = Run(tag: "t", rankings: [ranking])
      var judgements = Judgements()
      for row in ranking.documents {
        _ = judgements.add(query: "q", document: row.id, grade: Int32.random(in: 0...3, using: &generator))
      }
      let kept = try evaluate(run, judgements, measures: measures)
      let table = try RunFile.readTable(bytes: RunFile.bytes(run, format: .trec), path: "run")
      #expect(table.run().rankings[0].documents.map(\.id) == ranking.documents.map(\.id))
      for compatibility in EvaluationOptions.Compatibility.allCases {
        var options = EvaluationOptions()
        options.compatibility = compatibility
        #expect(try evaluate(table, judgements, measures: measures, options: options).topics == kept.topics)
      }
    }
  }

  @Test func `six decimals print as C's printf`() {
    var generator = SeededGenerator(seed: 7)
    var values = [
      0, -0.0, 0.5e-6, 1.5e-6, 2.5e-6, 0.125, 0.00005, 0.00015, 1e-300, .leastNonzeroMagnitude, 999_999_999.9999999, 123456.5,
      1e9, -2e12,
    ]
    for _ in 0..<20_000 {
      values.append(Double.random(in: -2...2, using: &generator))
      values.append(Double(Int.random(in: -200_000...200_000, using: &generator)) / 65_536)
      values.append(Double.random(in: -1e9...1e9, using: &generator))
    }
    for value in values {
      #expect(FixedDecimal.text(value, decimals: 4) == String(format: "%.4f", value))
      #expect(FixedDecimal.text(value, decimals: 6) == String(format: "%.6f", value))
      #expect(FixedDecimal.text(value, decimals: 0) == String(format: "%.0f", value))
    }
  }

  @Test func `MS MARCO's three columns`() throws {
    let bytes = try RunFile.bytes(Run(tag: "", rankings: [RunWritingTests.ranking([3, 3])]), format: .msmarco)
    #expect(String(decoding: bytes, as: UTF8.self) == "q\td0-0\t1\nq\td1-1\t2\n")
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300]) func `a score no float32 holds is refused and leaves no file`(
    _ score: Double
  ) throws {
    let folder = try TemporaryFolder()
    let run = Run(tag: "t", rankings: [RunWritingTests.ranking([score])])
    #expect(performing: { try RunFile.write(run, to: folder.file("r"), format: .trec) }, throws: { "\($0)".contains("d0-0") })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test(arguments: [
    ("q", "a b", "t"), ("q q", "a", "t"), ("q", "", "t"), ("", "a", "t"), ("#q", "a", "t"), ("q", "a", "t t"), ("q", "a", ""),
  ])
  func `ids and tags that white space would break are refused`(_ query: String, _ document: String, _ tag: String) {
    let ranking = Ranking(query: ByteString(query), documents: [RankedDocument(id: ByteString(document), score: 1)])
    #expect(throws: EvaluationError.self) { try RunFile.bytes(Run(tag: ByteString(tag), rankings: [ranking]), format: .trec) }
  }
}
