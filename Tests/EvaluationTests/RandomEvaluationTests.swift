import Bytes
import Evaluation
import Foundation
import Ranking
import TestSupport
import Testing

@Suite struct RandomEvaluationTests {
  /// A run file of rows in shuffled order.
  static func file(_ run: Run, _ generator: inout SeededGenerator) -> [UInt8] {
    var lines = run.rankings.flatMap { ranking in
      ranking.documents.map { "\(ranking.query) Q0 \($0.id) 0 \($0.score) \(run.tag)\n" }
    }
    lines.shuffle(using: &generator)
    return Array(lines.joined().utf8)
  }

  @Test func `measures equal their definitions on random runs with ties, by file and at every thread count`() throws {
    var generator = SeededGenerator(seed: 11)
    let measures = try Measure.list(NaiveMeasures.names)
    for round in 0..<300 {
      let sample = RandomCollection(&generator)
      var options = EvaluationOptions()
      options.level = Int32(round % 3) + 1
      options.compatibility = round % 2 == 0 ? .trecEval9 : .trecEval10
      let table = try RunFile.readTable(bytes: RandomEvaluationTests.file(sample.run, &generator), path: "run")
      let result = try evaluate(table, sample.judgements, measures: measures, options: options)
      for topic in result.topics {
        let rows = try #require(sample.run.rankings.first { $0.query == topic.topic })
        let naive = NaiveMeasures(
          rows.documents, sample.judgements.grades[topic.topic] ?? [:], level: options.level,
          asFloat: options.compatibility == .trecEval9)
        for (name, value) in zip(NaiveMeasures.names, topic.values) {
          #expect(abs(value - naive.value(name)) < 1e-12, "round \(round), \(name)")
        }
      }
      options.threads = 2
      #expect(try evaluate(table, sample.judgements, measures: measures, options: options).topics == result.topics)
    }
  }

  @Test func `under -c topics the run lacks count as zero and are listed`() throws {
    var generator = SeededGenerator(seed: 12)
    let measures = try Measure.list(["nDCG@10", "AP", "NumRel", "NumRet", "NumQ", "gm_map"])
    for _ in 0..<100 {
      let sample = RandomCollection(&generator)
      var options = EvaluationOptions()
      let plain = try evaluate(sample.run, sample.judgements, measures: measures, options: options)
      options.complete = true
      let complete = try evaluate(sample.run, sample.judgements, measures: measures, options: options)
      #expect(complete.topics.map(\.topic) == sample.judgements.queries.sorted())
      #expect(complete.topics.filter(\.isMissing).map(\.topic) == plain.missingTopics)
      let ratio = Double(plain.topics.count) / Double(complete.topics.count)
      #expect(abs(complete.summary[0] - plain.summary[0] * ratio) < 1e-12)
      #expect(complete.summary[3] == plain.summary[3])
      #expect(complete.warnings.count == (plain.missingTopics.isEmpty ? 0 : 1) + (plain.unjudgedTopics.isEmpty ? 0 : 1))
    }
  }

  @Test func `judged only and depth drop rows as they say`() throws {
    let judgements = try JudgementsFile.read(bytes: Array("1 0 a 1\n1 0 b 0\n1 0 c -1\n".utf8), path: "qrels")
    let run = try RunFile.readTable(bytes: Array("1 0 x 1 5 t\n1 0 c 2 4 t\n1 0 b 3 3 t\n1 0 a 4 2 t\n".utf8), path: "run")
    let measures = try Measure.list(["RR", "NumRet"])
    var options = EvaluationOptions()
    options.judgedOnly = true
    #expect(try evaluate(run, judgements, measures: measures, options: options).summary == [0.5, 2])
    options.depth = 3
    #expect(try evaluate(run, judgements, measures: measures, options: options).summary == [0, 1])
    options.judgedOnly = false
    #expect(try evaluate(run, judgements, measures: measures, options: options).summary == [0, 3])
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["TREC_EVAL"] != nil, "needs a trec_eval 9 binary named by TREC_EVAL"))
  func `random runs print as the trec_eval binary prints them`() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 13)
    for round in 0..<200 {
      let sample = RandomCollection(&generator)
      let grades = sample.judgements.queries.flatMap { query in
        (sample.judgements.grades[query] ?? [:]).map { "\(query) 0 \($0.key) \(max(0, $0.value))\n" }
      }
      let qrels = Array(grades.joined().utf8)
      let rows = RandomEvaluationTests.file(sample.run, &generator)
      let paths = [try folder.write(qrels, to: "qrels"), try folder.write(rows, to: "run")]
      var options = EvaluationOptions()
      options.compatibility = .trecEval9
      options.complete = round % 2 == 0
      options.judgedOnly = round % 5 == 0
      options.depth = round % 3 == 0 ? 5 : nil
      let flags =
        ["-q"] + (options.complete ? ["-c"] : []) + (options.judgedOnly ? ["-J"] : [])
        + (options.depth == nil ? [] : ["-M", "5"])
      let theirs = try run(flags + ["-m", "all_trec"] + paths)
      // 9.0.4 has no rbp or unj; its -J leaves their ranks to chance where nothing judged is left.
      let measures = try Measure.list(["all_trec"]).filter { !$0.trecName.hasPrefix("rbp") && !$0.trecName.hasPrefix("unj") }
      let table = try RunFile.readTable(bytes: rows, path: "run")
      let judgements = try JudgementsFile.read(bytes: qrels, path: "qrels")
      let ours = TrecEvalText.render(try evaluate(table, judgements, measures: measures, options: options), perTopic: true)
      let (left, right) = (ours.split(separator: "\n"), theirs.split(separator: "\n"))
      #expect(left.count == right.count)
      for (our, their) in zip(left, right) where our != their && !their.contains("nan") {
        Issue.record("round \(round) \(flags): \(our) expected \(their)")
      }
    }
  }

  private func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: ProcessInfo.processInfo.environment["TREC_EVAL"] ?? "")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
