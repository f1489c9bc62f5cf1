import Bytes
import Evaluation
import Files
import Foundation
import Pipelines
import Ranking
import TestSupport
import Testing

/// Runs of random scores over partly the same documents, with judgements, in files.
struct RandomRuns {
  let folder: TemporaryFolder
  let runs: [Run]
  let judgements: Judgements

  init(seed: UInt64, runs count: Int) throws {
    folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: seed)
    var runs: [Run] = [], judgements = Judgements(), lines = ""
    for query in 0..<12 {
      for document in 0..<40 where Int.random(in: 0..<4, using: &generator) == 0 {
        let grade = Int32.random(in: -1...3, using: &generator)
        _ = judgements.add(query: ByteString("q\(query)"), document: ByteString("d\(document)"), grade: grade)
        lines += "q\(query) 0 d\(document) \(grade)\n"
      }
    }
    for number in 0..<count {
      // The last run lacks a query, and one has a query that nobody judged.
      let queries = (0..<(number == count - 1 ? 11 : 12)).map { "q\($0)" } + (number == 0 ? ["unjudged"] : [])
      let rankings = queries.map { query in
        let documents = (0..<40).shuffled(using: &generator).prefix(Int.random(in: 1...25, using: &generator))
        // Few distinct scores, so that there are ties.
        let rows = documents.map {
          RankedDocument(id: ByteString("d\($0)"), score: Double(Int.random(in: 0..<30, using: &generator)) / 4)
        }
        return Ranking(query: ByteString(query), documents: rows.sorted { ($1.score, $0.id) < ($0.score, $1.id) })
      }
      runs.append(Run(tag: ByteString("run\(number)"), rankings: rankings))
    }
    (self.runs, self.judgements) = (runs, judgements)
    try folder.write(Array(lines.utf8), to: "qrels.txt")
    for (number, run) in runs.enumerated() {
      let rows = run.rankings.flatMap { ranking in
        ranking.documents.map { "\(ranking.query) Q0 \($0.id) 0 \($0.score) \(run.tag)\n" }
      }
      try folder.write(Array(rows.joined().utf8), to: "\(number).run")
    }
  }

  func job(_ fusion: ScoreFusion, measure: String, save: String? = nil) -> FuseJob {
    var job = FuseJob(runs: runs.indices.map { folder.file("\($0).run") }, output: nil, fusion: .scores(fusion))
    let tuning = FusionTuning(judgements: folder.file("qrels.txt"), measure: measure)
    job.weights = .tuned(tuning, file: save.map(folder.file))
    return job
  }
}

@Suite struct `Tuning weights` {
  @Test(arguments: [("nDCG@10", 2), ("nDCG@10", 3), ("AP", 2), ("RR", 2), ("R@5", 3), ("gm_map", 2), ("bpref", 2)])
  func `equals fusing and evaluating with every combination`(measure: String, count: Int) throws {
    for (number, method) in ScoreNormalization.allCases.enumerated() {
      let random = try RandomRuns(seed: UInt64(number + 1), runs: count)
      for missing in MissingScore.allCases {
        for hits in [5, 1000] {
          var fusion = ScoreFusion(method, weights: [], missing: missing, hits: hits)
          let found = try #require(try random.job(fusion, measure: measure, save: "w.json").execute().weights)
          let saved = try JSONValue(parsing: random.folder.read("w.json"))
          var best: (weights: [Double], value: Double)?
          let parts = count == 2 ? 20 : 10
          for shares in combinations(parts, count) {
            fusion.weights = shares.map { Double($0) / Double(parts) }
            let value = try evaluate(
              fusion.fuse(random.runs, tag: "f"), random.judgements, measures: [try Measure(parsing: measure)]
            ).summary[0]
            if value > best?.value ?? -1 { best = (fusion.weights, value) }
          }
          #expect(found == best?.weights && saved["value"]?.double == best?.value, "\(method) \(missing) \(hits)")
          try FileManager.default.removeItem(atPath: random.folder.file("w.json"))
        }
      }
    }
  }

  private func combinations(_ parts: Int, _ runs: Int) -> [[Int]] {
    runs == 1 ? [[parts]] : (0...parts).reversed().flatMap { first in combinations(parts - first, runs - 1).map { [first] + $0 } }
  }

  @Test func `does not depend on threads, and four runs are no worse than each alone`() throws {
    let random = try RandomRuns(seed: 9, runs: 4)
    var job = random.job(ScoreFusion(.minmax, weights: [], hits: 1000), measure: "nDCG@10", save: "w.json")
    let found = try job.execute().weights
    let value = try JSONValue(parsing: random.folder.read("w.json"))["value"]?.double
    (job.threads, job.overwrite) = (3, true)
    #expect(try job.execute().weights == found)
    #expect(try JSONValue(parsing: random.folder.read("w.json"))["value"]?.double == value)
    for run in random.runs {
      let alone = ScoreFusion(.minmax, weights: [1], hits: 1000).fuse([run], tag: "f")
      #expect(try evaluate(alone, random.judgements, measures: [Measure(parsing: "nDCG@10")]).summary[0] <= value ?? 0)
    }
  }
}

@Suite struct `Weights in a file` {
  private static func fused(_ random: RandomRuns, runs: [Int]? = nil, note: @escaping (String) -> Void = { _ in }) throws
    -> [UInt8]
  {
    let paths = (runs ?? Array(random.runs.indices)).map { random.folder.file("\($0).run") }
    var job = FuseJob(
      runs: paths, output: random.folder.file("out.run"), fusion: .scores(ScoreFusion(.linear, weights: [], hits: 1000)))
    (job.weights, job.overwrite, job.note) = (.saved(file: random.folder.file("w.json")), true, note)
    _ = try job.execute()
    return try random.folder.read("out.run")
  }

  @Test func `are applied to other runs with their method`() throws {
    let train = try RandomRuns(seed: 5, runs: 2), test = try RandomRuns(seed: 6, runs: 2)
    let job = train.job(ScoreFusion(.zscore, weights: [], missing: .zero, hits: 1000), measure: "nDCG@10", save: "w.json")
    let weights = try #require(try job.execute().weights)
    try test.folder.write(train.folder.read("w.json"), to: "w.json")
    let expected = ScoreFusion(.zscore, weights: weights, missing: .zero, hits: 1000).fuse(test.runs, tag: "winnow")
    #expect(try Self.fused(test) == RunFile.bytes(expected, format: .trec))
  }

  @Test func `are up to date until an input changes, and other recipes are refused`() throws {
    let random = try RandomRuns(seed: 7, runs: 2)
    var job = random.job(ScoreFusion(.minmax, weights: [], hits: 1000), measure: "nDCG@10", save: "w.json")
    #expect(try job.execute().upToDate.isEmpty)
    let again = try job.execute()
    #expect(again.upToDate == [random.folder.file("w.json")])
    #expect(try again.weights == job.execute().weights)
    job.weights = .tuned(
      FusionTuning(judgements: random.folder.file("qrels.txt"), measure: "AP"), file: random.folder.file("w.json"))
    #expect { try job.execute() } throws: { "\($0)".contains("measure: nDCG@10, now AP") }
    job = random.job(ScoreFusion(.zscore, weights: [], hits: 1000), measure: "nDCG@10", save: "w.json")
    #expect { try job.execute() } throws: { "\($0)".contains("method: minmax, now zscore") }
    try random.folder.write(Array("q1 0 d1 1\n".utf8), to: "qrels.txt")
    job = random.job(ScoreFusion(.minmax, weights: [], hits: 1000), measure: "nDCG@10", save: "w.json")
    #expect { try job.execute() } throws: { "\($0)".contains("qrels: ") }
  }

  @Test func `are refused for another number or order of runs, and a note says that tags differ`() throws {
    let random = try RandomRuns(seed: 8, runs: 3)
    _ = try random.job(ScoreFusion(.minmax, weights: [], hits: 1000), measure: "nDCG@10", save: "w.json").execute()
    #expect { try Self.fused(random, runs: [0, 1]) } throws: { "\($0)".contains("holds 3 weights for 2 runs") }
    #expect { try Self.fused(random, runs: [1, 0, 2]) } throws: {
      "\($0)".contains("was tuned on runs in the order run0 run1 run2, and these come as run1 run0 run2")
    }
    var notes: [String] = []
    _ = try Self.fused(random) { notes.append($0) }
    #expect(!notes.contains { $0.contains("tags") })
    let other = String(decoding: try random.folder.read("2.run"), as: UTF8.self).replacingOccurrences(of: "run2", with: "other")
    try random.folder.write(Array(other.utf8), to: "2.run")
    _ = try Self.fused(random) { notes.append($0) }
    #expect(notes.contains { $0.contains("with the tags run0 run1 run2; these have run0 run1 other") }, "\(notes)")
  }

  @Test(arguments: [
    ("{", "not JSON at byte 1"), ("{}", "\"weights\" must be a list of two or more numbers"),
    (#"{"weights": [1, "a"]}"#, "\"weights\" must be a list of two or more numbers"),
    (#"{"weights": [1, 0, 1e999], "method": "minmax", "missing": "last"}"#, "\"weights\" must be"),
    (#"{"weights": [1, 0], "method": "rrf", "missing": "last"}"#, "\"method\" must be one of linear, minmax, zscore"),
    (#"{"weights": [1, 0], "method": "minmax"}"#, "\"missing\" must be one of last, zero"),
  ]) func `that are none are an error that names the file`(text: String, message: String) throws {
    let random = try RandomRuns(seed: 8, runs: 2)
    try random.folder.write(Array(text.utf8), to: "w.json")
    #expect { try Self.fused(random) } throws: {
      "\($0)".contains("w.json: \(message)") && "\($0)".contains("--save-weights FILE")
    }
  }

  @Test func `need judgements of the runs' queries`() throws {
    let random = try RandomRuns(seed: 8, runs: 2)
    try random.folder.write(Array("other 0 d1 1\n".utf8), to: "qrels.txt")
    #expect { try random.job(ScoreFusion(.minmax, weights: [], hits: 10), measure: "AP").execute() } throws: {
      "\($0)".contains("no topic in common")
    }
  }
}
