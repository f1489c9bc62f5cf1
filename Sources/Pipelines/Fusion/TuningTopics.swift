internal import Evaluation
internal import Parallelism
internal import Ranking

/// The judged queries of several runs with their rankings normalised and side by side, so that a combination of weights costs a weighing and a
/// look at the best rows. Values are those of fusing the runs and evaluating the result, to the last bit.
struct TuningTopics: Sendable {
  /// One judged query.
  fileprivate struct Topic: Sendable {
    var rankings: AlignedRankings
    /// What the measure sees of each document, by place.
    var marks: [Int32]
    /// Its judged documents by grade.
    var levels: [(grade: Int32, count: Int)]
  }

  /// In byte order of their ids; nil for one that no run has.
  private let topics: [Topic?]
  private let measure: RepeatedMeasure
  private let depth: Int
  private let threads: Int
  private static let topicsPerBlock = 64

  /// Topics of runs. With `complete`, judged queries that no run has count too.
  init(
    _ runs: [Run], _ fusion: ScoreFusion, _ judgements: Judgements, measure: RepeatedMeasure, complete: Bool = false,
    threads: Int
  ) throws {
    self.measure = measure
    self.threads = threads
    depth = min(measure.depth, fusion.hits ?? .max)
    let places = runs.map { run in
      Dictionary(run.rankings.enumerated().map { ($1.query, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let judged = judgements.queries.sorted().filter { query in complete || places.contains { $0[query] != nil } }
    topics = try mapBlocks(count: judged.count, threads: threads) { number in
      let query = judged[number]
      let rankings = zip(runs, places).map { run, places in places[query].map { run.rankings[$0].documents } }
      return rankings.contains { $0 != nil } ? Topic(rankings, fusion, judgements.grades[query] ?? [:]) : nil
    }
    guard topics.contains(where: { $0 != nil }) else {
      throw EvaluationError.noCommonTopics(
        runExample: runs.first?.rankings.first?.query.text ?? "", judgementsExample: judgements.queries.first?.text ?? "")
    }
  }

  /// The measure's value over all topics at these weights.
  func value(of weights: [Double]) throws -> Double {
    let size = TuningTopics.topicsPerBlock
    let blocks = try mapBlocks(count: (topics.count + size - 1) / size, threads: threads) { block in
      topics[block * size..<min(topics.count, (block + 1) * size)].map { $0.map { value(of: $0, weights) } ?? measure.missing }
    }
    return measure.summary(of: Array(blocks.joined()))
  }

  private func value(of topic: Topic, _ weights: [Double]) -> Double {
    let best = greatestPlaces(of: topic.rankings.sums(weights), count: depth)
    return measure.value(of: JudgedRanking(relevance: best.map { topic.marks[$0] }, levels: topic.levels))
  }
}

extension TuningTopics.Topic {
  fileprivate init(_ rankings: [[RankedDocument]?], _ fusion: ScoreFusion, _ grades: [DocumentID: Int32]) {
    var aligned = AlignedRankings(rankings, fusion.normalization, missing: fusion.missing)
    aligned.sortDocuments()
    marks = aligned.documents.map { JudgedRanking.mark(of: grades[$0]) }
    aligned.forgetDocuments()
    levels = JudgedRanking(relevance: [], judged: grades).levels
    self.rankings = aligned
  }
}
