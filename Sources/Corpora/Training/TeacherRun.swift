internal import Bytes
public import Ranking

/// How passages are taken from a teacher's run.
public struct TeacherRunOptions: Sendable {
  /// What is drawn for each query.
  public var strata: RankStrata
  /// What the teacher's scores become.
  public var transform: ScoreTransform
  /// The score, before the transformation, of a passage drawn from the collection, which the run does not score.
  public var collectionScore: Float?

  /// Options.
  public init(strata: RankStrata, transform: ScoreTransform = .none, collectionScore: Float? = nil) {
    self.strata = strata
    self.transform = transform
    self.collectionScore = collectionScore
  }
}

/// Examples of a teacher run, whose scores are the labels: for each query one passage a stratum of ranks, that of the first stratum being
/// the positive.
///
/// Queries come in the order of the run. What is drawn for a query depends on the seed, the epoch and the query's id alone.
public final class TeacherRun: ExampleReader {
  /// Queries so far of which nothing could be drawn.
  public private(set) var withoutPassages = 0
  private let name: String
  private let run: Run
  private let queries: QueryTexts
  private let passages: any PassageTexts
  private let options: TeacherRunOptions
  private let keys: (seed: UInt64, epoch: UInt64)
  private var place = 0

  /// - Parameter name: the run's file, for messages.
  /// - Throws: `TrainingDataError.badSetting` when passages of the collection are asked for without a score for them.
  public init(
    _ run: Run, name: String, queries: QueryTexts, passages: any PassageTexts, options: TeacherRunOptions, seed: UInt64,
    epoch: Int
  ) throws(TrainingDataError) {
    if options.strata.usesCollection, options.collectionScore == nil {
      throw .badSetting(
        name: "the score of random passages", found: "missing",
        expected: "a number, for a run does not score them (`winnow mine --format scored-pairs` writes true scores)")
    }
    self.run = run
    self.name = name
    self.queries = queries
    self.passages = passages
    self.options = options
    keys = (seed, UInt64(truncatingIfNeeded: epoch))
  }

  /// The next example, or nil at the end.
  public func next() throws -> TrainingExample? {
    while place < run.rankings.count {
      let ranking = run.rankings[place]
      place += 1
      if let example = try example(of: ranking) { return example }
      withoutPassages += 1
    }
    return nil
  }

  private func example(of ranking: Ranking) throws -> TrainingExample? {
    var generator = CounterGenerator(seed: keys.seed, epoch: keys.epoch, name: ranking.query)
    var ids: [DocumentID] = []
    var labels: [Float] = []
    for drawn in options.strata.draw(from: ranking.documents.count, &generator) {
      switch drawn {
      case .place(let place):
        ids.append(ranking.documents[place].id)
        labels.append(options.transform.label(Float(ranking.documents[place].score)))
      case .random:
        guard let id = try randomPassage(besides: ranking, ids, &generator) else { continue }
        ids.append(id)
        labels.append(options.transform.label(options.collectionScore ?? 0))
      }
    }
    if ids.isEmpty { return nil }
    let source = ExampleSource(file: name, line: 0, query: ranking.query, passages: ids)
    return TrainingExample(
      query: try queries.require(ranking.query, for: source), passages: try ids.map { try passages.require($0, for: source) },
      labels: labels, positiveCount: 1, source: source)
  }

  /// A passage that neither the ranking nor what is taken already holds; nil when there is none.
  private func randomPassage(
    besides ranking: Ranking, _ taken: [DocumentID], _ generator: inout CounterGenerator
  ) throws -> DocumentID? {
    let known = Set(ranking.documents.map(\.id) + taken)
    let place = try RankStrata.outside(passages.count, &generator) { try known.contains(passages.id(at: $0)) }
    return try place.map(passages.id)
  }
}
