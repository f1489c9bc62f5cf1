import Bytes
import Evaluation
import Foundation
import Ranking
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.available, "needs ../shared"))
struct RankLLMRunTests {
  /// What trec_eval 9.0.4 printed: by run and level, then by measure.
  static func goldens() throws -> [(run: String, level: Int32, values: [String: String])] {
    let path = SharedData.projectRoot.appendingPathComponent("Tests/EvaluationTests/Goldens/rankllm.tsv")
    let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: "\t").map(String.init)
    }
    return lines[0].indices.dropFirst().map { column in
      let head = lines[0][column].split(separator: ":")
      let values = Dictionary(uniqueKeysWithValues: lines.dropFirst().map { ($0[0], $0[column]) })
      return (String(head[0]), Int32(head[1]) ?? 0, values)
    }
  }

  @Test func `every first-stage run scores as trec_eval 9 prints it, at levels 1 and 2`() throws {
    var compared = 0
    for (name, level, values) in try RankLLMRunTests.goldens() {
      let judgements = try JudgementsFile.read(path: SharedData.path("data/msmarco-dl/qrels.\(name.prefix(4))-passage.txt"))
      let run = try RunFile.readTable(path: SharedData.path("data/msmarco-dl/runs_rankllm/\(name).run.gz"))
      var options = EvaluationOptions()
      options.level = level
      options.complete = true
      options.compatibility = .trecEval9
      let measures = try Measure.list(values.keys.sorted())
      let text = TrecEvalText.render(try evaluate(run, judgements, measures: measures, options: options))
      for line in text.split(separator: "\n") {
        let fields = line.split { $0 == "\t" || $0 == " " }.map(String.init)
        compared += 1
        if values[fields[0]] != fields[2] {
          Issue.record(
            "\(name) level \(level): \(fields[0]) is \(fields[2]), trec_eval printed \(values[fields[0]] ?? "nothing")")
        }
      }
    }
    #expect(compared == 24 * 93)
  }
}
