public import Bytes
public import Ranking

/// How positives are taken from judgements, and negatives from a run.
public struct JudgedRunOptions: Sendable {
  /// Documents of this grade or more are positives.
  public var level: Int32 = 1
  /// Which of them.
  public var positives = PositiveChoice.each
  /// Negatives for each positive.
  public var negatives = NegativeSampling(window: RankWindow(1...100))
  /// Nothing that is judged is a negative; otherwise what is judged below both `level` and 1 may be.
  public var excludesAllJudged = true
  /// Labels are grades (0 for what is not judged), not 1 and 0.
  public var labelsAreGrades = false

  /// Default options.
  public init() {}

  /// True for a document that may be a negative of a query with these grades.
  public func allows(_ document: DocumentID, _ grades: [DocumentID: Int32]) -> Bool {
    guard let grade = grades[document] else { return true }
    return !excludesAllJudged && grade < min(level, 1)
  }
}

/// Examples from judgements and a run: a query's positives, each with negatives drawn from a window of the run's ranks.
///
/// Queries come in the order of the judgements. What is drawn for a query depends on the seed, the epoch and the query's id alone. The
/// judgements and the run are in memory; texts are looked up as they are needed.
public final class JudgedRun: ExampleReader {
  /// Queries so far without a positive.
  public private(set) var withoutPositive = 0
  /// Queries so far without any candidate for a negative: not in the run, or all of its window is judged.
  public private(set) var withoutNegative = 0
  private let name: String
  private let judgements: Judgements
  private let rankings: [QueryID: Ranking]
  private let queries: QueryTexts
  private let passages: any PassageTexts
  private let options: JudgedRunOptions
  private let keys: (seed: UInt64, epoch: UInt64)
  private var place = 0
  /// In reverse order.
  private var pending: [TrainingExample] = []

  /// - Parameter name: where the judgements are from, for messages.
  public init(
    _ judgements: Judgements, name: String, run: Run, queries: QueryTexts, passages: any PassageTexts,
    options: JudgedRunOptions = JudgedRunOptions(), seed: UInt64, epoch: Int
  ) {
    self.judgements = judgements
    self.name = name
    rankings = Dictionary(run.rankings.map { ($0.query, $0) }) { first, _ in first }
    self.queries = queries
    self.passages = passages
    self.options = options
    keys = (seed, UInt64(truncatingIfNeeded: epoch))
  }

  /// The next example, or nil at the end.
  /// - Throws: `TrainingDataError.missingText`; `.noneUsable` at the end when no query gave an example.
  public func next() throws -> TrainingExample? {
    while pending.isEmpty {
      guard place < judgements.queries.count else {
        guard withoutPositive + withoutNegative < judgements.queries.count else { throw nothingUsable }
        return nil
      }
      pending = try examples(of: judgements.queries[place]).reversed()
      place += 1
    }
    return pending.removeLast()
  }

  private var nothingUsable: TrainingDataError {
    .noneUsable(
      source: name, examples: judgements.queries.count,
      reason: "\(withoutPositive) queries have no document of grade \(options.level) or more, and \(withoutNegative) no negative"
        + " at ranks \(options.negatives.window) of the run; do the files belong together?")
  }

  private func examples(of query: QueryID) throws -> [TrainingExample] {
    let positives = judgements.documents(of: query, from: options.level)
    if positives.isEmpty {
      withoutPositive += 1
      return []
    }
    var generator = CounterGenerator(seed: keys.seed, epoch: keys.epoch, name: query)
    let examples = try options.positives.groups(positives).compactMap { group in
      try example(of: query, positives: group, &generator)
    }
    if examples.isEmpty { withoutNegative += 1 }
    return examples
  }

  private func example(
    of query: QueryID, positives: [DocumentID], _ generator: inout CounterGenerator
  ) throws -> TrainingExample? {
    let grades = judgements.grades[query] ?? [:]
    let candidates = rankings[query]?.documents ?? []
    var sampling = options.negatives
    sampling.count *= positives.count
    let places = sampling.places(in: candidates.count, &generator) { options.allows(candidates[$0].id, grades) }
    if places.isEmpty { return nil }
    let ids = positives + places.map { candidates[$0].id }
    let source = ExampleSource(file: name, line: 0, query: query, passages: ids)
    let labels = ids.enumerated().map { number, id in
      options.labelsAreGrades ? Float(max(0, grades[id] ?? 0)) : number < positives.count ? 1 : 0
    }
    return TrainingExample(
      query: try queries.require(query, for: source), passages: try ids.map { try passages.require($0, for: source) },
      labels: labels, positiveCount: positives.count, source: source)
  }
}
