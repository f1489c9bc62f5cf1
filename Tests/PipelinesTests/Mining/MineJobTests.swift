import Bytes
import Corpora
import Pipelines
import Ranking
import TestSupport
import Testing
import Transformers

private let tiny = SharedData.projectRoot.appendingPathComponent("Tests/TransformersTests/Goldens/tiny-encoder").path

/// 60 passages that all hold "cat", each a different number of other words, so that BM25 ranks them d01, d02, …, and queries with judgements.
private struct Litter {
  let folder: TemporaryFolder
  static let count = 60

  init(dense: Bool = false) throws {
    folder = try TemporaryFolder()
    let lines = (1...Self.count).map { "\(Self.id($0))\tcat \((1...$0).map { "word\($0)x\($0 * $0)" }.joined(separator: " "))\n" }
    try write("docs.tsv", lines.joined())
    try write("queries.tsv", "q1\tcat\nq2\tthe cat\nq3\tcats\nq4\tcat\n")
    try write("qrels.txt", "q1 0 d12 1\nq1 0 d02 2\nq1 0 d15 0\nq2 0 d01 1\nq3 0 d20 0\nq2 0 nowhere 1\n")
    var job = IndexJob(folder: path("index"), collection: [path("docs.tsv")])
    job.work.quiet = true
    if dense { job.encoder = tiny }
    _ = try job.run()
  }

  static func id(_ number: Int) -> String { number < 10 ? "d0\(number)" : "d\(number)" }
  func write(_ name: String, _ text: String) throws { try folder.write(Array(text.utf8), to: name) }
  func path(_ name: String) -> String { folder.file(name) }

  func job(_ output: String = "out", window: ClosedRange<Int> = 11...20, _ change: (inout MineJob) -> Void = { _ in }) -> MineJob
  {
    var job = MineJob(index: path("index"), queries: [path("queries.tsv")], judgements: path("qrels.txt"), output: path(output))
    job.settings.judged.negatives = NegativeSampling(window: RankWindow(window))
    job.settings.format = .ids
    job.work.quiet = true
    job.overwrite = true
    change(&job)
    return job
  }

  func text(_ output: String = "out") throws -> String { String(decoding: try folder.read(output), as: UTF8.self) }

  /// Rows of the ids format.
  func rows(_ output: String = "out") throws -> [[String]] {
    try text(output).split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
  }

  func examples(_ output: String) throws -> [TrainingExample] {
    var reader = try TrainingFile(paths: [path(output)])
    return try reader.rest()
  }
}

private func number(_ id: String) -> Int { Int(id.dropFirst()) ?? 0 }

@Suite struct MineJobTests {
  @Test func `the first positive of each judged query with one of the window's ranks, judged documents excluded`() throws {
    let litter = try Litter()
    var seen = Set<Int>()
    for seed in 0..<60 {
      let report = try #require(try litter.job { $0.settings.seed = UInt64(seed) }.run())
      #expect((report.queries, report.examples, report.negatives, report.withoutPositive) == (4, 2, 2, 2))
      #expect(report.missingPositives == 1 && report.firstMissing == "query q2, document nowhere")
      let rows = try litter.rows()
      #expect(rows.map { Array($0.prefix(2)) } == [["q1", "d12"], ["q2", "d01"]])
      #expect(rows.allSatisfy { (11...20).contains(number($0[2])) })
      #expect(rows[0][2] != "d12" && rows[0][2] != "d15")
      seen.insert(number(rows[0][2]))
    }
    // Each of the eight that are allowed has a chance of one in eight: one is left out with probability 8 (7/8)^60 = .3 %, and these seeds leave out none.
    #expect(seen == Set(11...20).subtracting([12, 15]))
  }

  @Test func `what is drawn depends neither on threads nor on the other queries`() throws {
    let litter = try Litter()
    _ = try litter.job { $0.settings.judged.negatives.count = 3 }.run()
    let all = try litter.rows()
    _ = try litter.job {
      $0.settings.judged.negatives.count = 3
      $0.work.threads = 7
    }.run()
    #expect(try litter.rows() == all)
    try litter.write("queries.tsv", "q2\tthe cat\n")
    _ = try litter.job { $0.settings.judged.negatives.count = 3 }.run()
    #expect(try litter.rows() == all.filter { $0[0] == "q2" })
  }

  @Test func `positives by level, each or together; what is judged not relevant when asked for; top ranks`() throws {
    let litter = try Litter()
    _ = try litter.job { $0.settings.judged.level = 2 }.run()
    #expect(try litter.rows().map { $0[1] } == ["d02"])
    _ = try litter.job { $0.settings.judged.positives = .each }.run()
    #expect(try litter.rows().map { $0[1] } == ["d12", "d02", "d01"])
    _ = try litter.job(window: 12...16) {
      $0.settings.judged.negatives = NegativeSampling(window: RankWindow(12...16), count: 9, choice: .top)
      $0.settings.judged.excludesAllJudged = false
    }.run()
    #expect(try litter.rows().filter { $0[0] == "q1" }.map { $0[2] } == ["d13", "d14", "d15", "d16"])
    let report = try litter.job(window: 12...16) { $0.settings.judged.negatives.count = 9 }.run()
    #expect(report?.tooFew == 2 && report?.negatives == 3 + 5)
  }

  @Test func `margins keep negatives away that score too near the positive, as a slow twin finds them`() throws {
    let litter = try Litter()
    var search = SearchJob(index: litter.path("index"), queries: litter.path("queries.tsv"), output: litter.path("run"))
    search.work.quiet = true
    search.settings.hits = 40
    _ = try search.run()
    var scores: [String: Double] = [:]
    for row in try litter.text("run").split(separator: "\n").map({ $0.split(separator: " ") }) where row[0] == "q1" {
      scores[String(row[2])] = Double(row[4])
    }
    let positive = try #require(scores["d12"])
    // Halfway between two neighbours, so that the run's six decimals decide nothing.
    let edge = (try #require(scores["d25"]) + #require(scores["d26"])) / 2
    let (difference, share) = (Float(positive - edge), Float(edge / positive))
    for (margin, limit) in [
      (ScoreMargin(absolute: difference), edge), (ScoreMargin(relative: share), edge),
      (ScoreMargin(absolute: difference / 2, relative: share), edge), (ScoreMargin(absolute: 0), positive),
    ] {
      _ = try litter.job(window: 1...40) {
        $0.settings.judged.negatives = NegativeSampling(window: RankWindow(1...40), count: 100)
        $0.settings.margin = margin
      }.run()
      let expected = (1...40).map(Litter.id).filter { (scores[$0] ?? 0) <= limit && !["d12", "d02", "d15"].contains($0) }
      #expect(!expected.isEmpty && expected.count < 37)
      #expect(try litter.rows().filter { $0[0] == "q1" }.map { $0[2] } == expected)
    }
  }

  @Test func `a positive beyond the hits leaves no candidate under a margin, and an output of nothing is not written`() throws {
    let litter = try Litter()
    try litter.write("qrels.txt", "q1 0 d50 1\n")
    #expect(try litter.job().run()?.examples == 1)
    let strict = litter.job("nothing") { $0.settings.margin = ScoreMargin(absolute: 0) }
    #expect {
      try strict.run()
    } throws: {
      "\($0)".contains("nothing was mined from 4 queries") && "\($0)".contains("1 positives had no candidate at ranks 11-20")
    }
    #expect(try !litter.folder.names().contains("nothing"))
  }

  @Test(arguments: [MiningFormat.triplets, .tevatron, .flagEmbedding])
  func `every format with texts is read again as what was mined`(format: MiningFormat) throws {
    let litter = try Litter()
    func job(_ output: String, _ format: MiningFormat) -> MineJob {
      litter.job(output) {
        $0.settings.format = format
        $0.settings.judged.negatives.count = 2
      }
    }
    _ = try job("ids", .ids).run()
    _ = try job("out.jsonl.gz", format).run()
    let passages = try CollectionTexts(paths: [litter.path("docs.tsv")])
    var options = TrainingFileOptions()
    options.queries = try QueryTexts(path: litter.path("queries.tsv"))
    options.passages = passages
    var plain = try TrainingFile(paths: [litter.path("ids")], options: options)
    let expected = try plain.rest()
    var found = ViewedExamples(StoredExamples(try litter.examples("out.jsonl.gz")), as: .triplets, seed: 0, epoch: 0)
    let triplets = try found.rest()
    #expect(triplets.map(\.query) == expected.map(\.query) && triplets.map(\.passages) == expected.map(\.passages))
    #expect(
      triplets.map(\.source.passages) == expected.map(\.source.passages)
        && triplets.map(\.source.query) == expected.map(\.source.query))
  }

  @Test func `scored pairs and lists by strata, whose scores are those of the dense search`() throws {
    let litter = try Litter(dense: true)
    var search = SearchJob(index: litter.path("index"), queries: litter.path("queries.tsv"), output: litter.path("run"))
    search.work.quiet = true
    search.settings.method = .dense
    search.settings.model = tiny
    search.settings.hits = 60
    _ = try search.run()
    var ranks: [String: Int] = [:]
    for row in try litter.text("run").split(separator: "\n").map({ $0.split(separator: " ") }) {
      ranks["\(row[0]) \(row[2])"] = Int(row[3])
    }
    // Scores by plain sums: a run file lowers those that are nearly tied.
    let index = try OpenIndex(folder: litter.path("index"))
    let (vectors, encoder) = (try index.vectors(named: nil), try TextEncoder(folder: tiny))
    func score(_ pair: TrainingExample) throws -> Double {
      let number = try #require(try index.documents.number(of: pair.source.passages[0]))
      let query = try encoder.encode([pair.query], prompt: .query, threads: 1)
      return zip(query, vectors.vector(of: Int(number))).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    func job(_ format: MiningFormat, threads: Int) throws -> MineJob {
      var job = litter.job(format.rawValue)
      job.judgements = nil
      job.settings.format = format
      job.settings.search.method = .dense
      job.settings.search.model = tiny
      job.settings.strata = try RankStrata(parsing: "1-3,4-30,31-40|random")
      job.work.threads = threads
      return job
    }
    #expect(try job(.scoredPairs, threads: 1).run()?.negatives == 12)
    let pairs = try litter.examples("scored-pairs")
    #expect(pairs.count == 12)
    for (number, pair) in pairs.enumerated() {
      let rank = try #require(ranks["\(pair.source.query ?? "") \(pair.source.passages[0])"])
      #expect([1...3, 4...30, 31...60][number % 3].contains(rank))
      #expect(abs(Double(pair.labels[0]) - (try score(pair))) < 1e-6)
    }
    #expect(try job(.scoredLists, threads: 3).run()?.examples == 4)
    let lists = try litter.examples("scored-lists")
    #expect(lists.flatMap(\.passages) == pairs.flatMap(\.passages) && lists.flatMap(\.labels) == pairs.flatMap(\.labels))
  }

  @Test func `settings that do not go together, queries in two files, and outputs of other recipes are refused`() throws {
    let litter = try Litter()
    #expect { try litter.job { $0.judgements = nil }.run() } throws: { "\($0)".contains("give --qrels") }
    #expect {
      try litter.job {
        $0.settings.format = .scoredPairs
        $0.settings.strata = try? RankStrata(parsing: "1-3,random")
      }.run()
    } throws: { "\($0)".contains("use --method dense") }
    try litter.write("more.tsv", "q1\tcat\nq9\tcat\n")
    #expect(try litter.job { $0.queries.append(litter.path("more.tsv")) }.run()?.queries == 5)
    try litter.write("more.tsv", "q1\tdog\n")
    #expect { try litter.job { $0.queries.append(litter.path("more.tsv")) }.run() } throws: {
      "\($0)".contains("the query id 'q1' has one text in")
    }
    _ = try litter.job().run()
    #expect(try litter.job { $0.overwrite = false }.run() == nil)
    #expect {
      try litter.job {
        $0.overwrite = false
        $0.settings.seed = 1
      }.run()
    } throws: { "\($0)".contains("mining.seed: 42, now 1") }
  }
}
