import Bytes
import Corpora
import Ranking
import TestSupport
import Testing

/// Passages d1 … d40 whose texts are their ids, queries a, b, c, and a run over them.
private struct Pool: PassageTexts {
  let name = "pool"
  var count = 40
  func text(of id: DocumentID) -> [UInt8]? {
    guard let number = Int(id.text.dropFirst()), (1...count).contains(number) else { return nil }
    return id.bytes
  }
  func id(at place: Int) -> DocumentID { ByteString("d\(place + 1)") }

  static let queries = QueryTexts(["a", "b", "c"].map { Query(id: ByteString($0), text: Array($0.utf8)) }, name: "queries")

  static func run(_ length: Int, queries: [String] = ["a", "b", "c"]) -> Run {
    let documents = (1...length).map { RankedDocument(id: ByteString("d\($0)"), score: 1 / Double($0)) }
    return Run(tag: "t", rankings: queries.map { Ranking(query: ByteString($0), documents: documents) })
  }
}

private func judgements(_ rows: [(String, String, Int32)]) -> Judgements {
  var judgements = Judgements()
  for (query, document, grade) in rows {
    _ = judgements.add(query: ByteString(query), document: ByteString(document), grade: grade)
  }
  return judgements
}

private func judged(
  _ rows: [(String, String, Int32)], run: Run = Pool.run(30), seed: UInt64 = 1, epoch: Int = 0,
  _ change: (inout JudgedRunOptions) -> Void = { _ in }
) throws -> JudgedRun {
  var options = JudgedRunOptions()
  options.negatives = NegativeSampling(window: RankWindow(11...20), count: 2)
  change(&options)
  return JudgedRun(
    judgements(rows), name: "qrels", run: run, queries: Pool.queries, passages: Pool(), options: options, seed: seed, epoch: epoch
  )
}

@Suite struct JudgedDataTests {
  @Test func `positives by grade in the order of the judgements, negatives from the window, never one that is judged`() throws {
    let rows: [(String, String, Int32)] = [("b", "d9", 1), ("b", "d3", 2), ("a", "d12", 3), ("a", "d13", 0), ("c", "d1", 0)]
    for seed in 0..<200 {
      var reader = try judged(rows, seed: UInt64(seed)) { $0.positives = .first }
      let examples = try reader.rest()
      #expect(examples.map { $0.source.query } == ["b", "a"] && reader.withoutPositive == 1 && reader.withoutNegative == 0)
      #expect(examples[0].source.passages[0] == "d9" && examples[1].source.passages[0] == "d12")
      for example in examples {
        let ranks = example.source.passages.dropFirst().compactMap { Int($0.text.dropFirst()) }
        #expect(ranks.count == 2 && ranks[0] < ranks[1] && ranks.allSatisfy((11...20).contains))
        #expect(example.labels == [1, 0, 0])
        if example.source.query == "a" { #expect(!ranks.contains(12) && !ranks.contains(13)) }
      }
    }
  }

  @Test func `positives each, together and first; grades as labels; judged negatives when asked for`() throws {
    let rows: [(String, String, Int32)] = [("a", "d1", 2), ("a", "d2", 1), ("a", "d14", 0)]
    var each = try judged(rows)
    #expect(try each.rest().map(\.source.passages).map { $0[0] } == ["d1", "d2"])
    var together = try judged(rows) {
      $0.positives = .together
      $0.labelsAreGrades = true
    }
    let example = try together.rest()[0]
    #expect(example.positiveCount == 2 && example.labels == [2, 1, 0, 0, 0, 0])
    var levelTwo = try judged(rows) { $0.level = 2 }
    #expect(try levelTwo.rest().count == 1)
    let seen = try (0..<100).contains { seed in
      var reader = try judged(rows, seed: UInt64(seed)) {
        $0.excludesAllJudged = false
        $0.negatives.window = RankWindow(1...14)
      }
      let negatives = try reader.rest().flatMap { $0.source.passages.dropFirst() }
      #expect(!negatives.contains("d1") && !negatives.contains("d2"))
      return negatives.contains("d14")
    }
    #expect(seen)
  }

  @Test func `what is drawn depends on seed, epoch and the query alone`() throws {
    let rows: [(String, String, Int32)] = [("a", "d1", 1), ("b", "d2", 1), ("c", "d3", 1)]
    func drawn(_ rows: [(String, String, Int32)], seed: UInt64 = 1, epoch: Int = 0) throws -> [QueryID: [DocumentID]] {
      var reader = try judged(rows, seed: seed, epoch: epoch)
      return Dictionary(uniqueKeysWithValues: try reader.rest().map { ($0.source.query ?? "", $0.source.passages) })
    }
    let all = try drawn(rows)
    #expect(try drawn(rows.reversed()) == all && drawn([rows[1]])["b"] == all["b"])
    #expect(try drawn(rows, epoch: 1) != all && drawn(rows, seed: 2) != all)
  }

  @Test func `runs that are short or of other queries leave queries without negatives, and all of them is an error`() throws {
    var short = try judged([("a", "d1", 1), ("b", "d2", 1)], run: Pool.run(12, queries: ["b"]))
    #expect(try short.rest().map(\.source.passages) == [["d2", "d11", "d12"]])
    #expect(short.withoutNegative == 1)
    let none = try judged([("a", "d1", 1), ("b", "d1", 0)], run: Pool.run(5))
    do {
      _ = try none.next()
      Issue.record("no error")
    } catch {
      #expect(
        "\(error)"
          == "none of the 2 examples of qrels can be used: 1 queries have no document of grade 1 or more, and 1 no negative at "
          + "ranks 11-20 of the run; do the files belong together?")
    }
    let missing = try judged([("a", "d77", 1)])
    do {
      _ = try missing.next()
      Issue.record("no error")
    } catch { #expect("\(error)".contains("the passage \"d77\" is not in pool")) }
  }

  @Test func `judged passages with labels and shares by grade`() throws {
    var rows: [(String, String, Int32)] = [("a", "d1", 3), ("a", "d2", 2)]
    rows += (3...12).map { ("a", "d\($0)", 1) } + (13...30).map { ("a", "d\($0)", 0) } + [("b", "d1", 0), ("a", "d31", -1)]
    let grading = GradeLabels(labels: [0: 0, 1: 0.3, 2: 1], perPositive: [0: 1.2, 1: 0.5])
    func read(epoch: Int) throws -> [TrainingExample] {
      var reader = JudgedPassages(
        judgements(rows), name: "qrels", queries: Pool.queries, passages: Pool(), grading: grading, seed: 7, epoch: epoch)
      return try reader.rest()
    }
    let examples = try read(epoch: 0)
    #expect(examples.count == 1 && examples[0].positiveCount == 2)
    #expect(examples[0].labels == [1, 1, 0.3, 0, 0] && examples[0].source.passages.prefix(2) == ["d1", "d2"])
    #expect(try read(epoch: 0) == examples && read(epoch: 1) != examples)
    var all = JudgedPassages(judgements(rows), name: "q", queries: Pool.queries, passages: Pool(), seed: 7, epoch: 0)
    #expect(try all.rest().map(\.passages.count) == [30, 1])
  }

  @Test func `a teacher's run by strata of ranks, its scores the labels`() throws {
    let strata = try RankStrata(parsing: "1-3, 4-30, 31-200|random")
    #expect(strata.description == "1-3,4-30,31-200|random" && strata.depth == 200 && strata.usesCollection)
    let options = TeacherRunOptions(strata: strata, transform: .sigmoid(scale: 14, middle: 0.5), collectionScore: 0)
    var thirds: Set<Bool> = []
    for seed in 0..<100 {
      var reader = try TeacherRun(
        Pool.run(35), name: "run", queries: Pool.queries, passages: Pool(), options: options, seed: UInt64(seed), epoch: 0)
      for example in try reader.rest() {
        let ranks = example.source.passages.compactMap { Int($0.text.dropFirst()) }
        try #require(ranks.count == 3)
        #expect((1...3).contains(ranks[0]) && (4...30).contains(ranks[1]) && ranks[2] > 30)
        thirds.insert(ranks[2] > 35)
        let scores = ranks.map { $0 > 35 ? 0 : 1 / Float($0) }
        #expect(zip(example.labels, scores).allSatisfy { abs($0 - options.transform.label($1)) < 1e-6 })
      }
    }
    #expect(thirds.count == 2)
    #expect(throws: TrainingDataError.self) {
      try TeacherRun(
        Pool.run(5), name: "run", queries: Pool.queries, passages: Pool(), options: TeacherRunOptions(strata: strata), seed: 1,
        epoch: 0)
    }
  }

  @Test func `short rankings give way to other sources, and no place is drawn twice`() throws {
    let strata = try RankStrata(parsing: "1-2,1-2,1-2,50-60|random,50-60")
    for seed in 0..<50 {
      var generator = CounterGenerator(UInt64(seed))
      let drawn = strata.draw(from: 10, &generator)
      #expect(drawn.count == 3 && drawn[2] == .random && Set([drawn[0], drawn[1]].map { "\($0)" }).count == 2)
    }
  }

  @Test(arguments: ["", "0-3", "3-1", "a", "1-2-3", "-5", "1-9999999999"])
  func `wrong windows of ranks are refused`(text: String) {
    #expect(throws: TrainingDataError.self) { try RankWindow(parsing: text) }
    #expect(throws: TrainingDataError.self) { try RankStrata(parsing: "1-3,\(text)") }
  }
}
