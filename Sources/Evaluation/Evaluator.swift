internal import Bytes
internal import Parallelism
public import Ranking

/// Evaluates a run read from a file, its rows ordered as trec_eval orders them.
///
/// Topics in both files count; with `options.complete` all judged topics do. Values do not depend on `options.threads`.
/// Throws when run and judgements have no topic in common.
public func evaluate(
  _ run: RunTable, _ judgements: Judgements, measures: [Measure], options: EvaluationOptions = EvaluationOptions()
) throws -> Evaluation {
  try options.check()
  return try Evaluator(run: run, judgements: judgements, measures: measures, options: options).evaluation()
}

/// Evaluates a run in memory, its rows in result order (which a written run file keeps). Throws for a document twice in a topic.
public func evaluate(
  _ run: Run, _ judgements: Judgements, measures: [Measure], options: EvaluationOptions = EvaluationOptions()
) throws -> Evaluation {
  let table = RunTable(run)
  try table.checkDuplicates()
  var options = options
  options.order = options.order ?? .rows
  return try evaluate(table, judgements, measures: measures, options: options)
}

/// One evaluation under way.
struct Evaluator: Sendable {
  private let run: RunTable
  private let judgements: Judgements
  private let measures: [Measure]
  private let options: EvaluationOptions
  private let places: [QueryID: Int]
  private static let topicsPerBlock = 64

  init(run: RunTable, judgements: Judgements, measures: [Measure], options: EvaluationOptions) {
    self.run = run
    self.judgements = judgements
    self.measures = measures
    self.options = options
    places = Dictionary(zip(run.topics, 0...), uniquingKeysWith: { first, _ in first })
  }

  func evaluation() throws -> Evaluation {
    let judged = judgements.queries.sorted()
    let present = judged.filter { places[$0] != nil }
    guard !present.isEmpty else {
      throw EvaluationError.noCommonTopics(
        runExample: run.topics.first?.text ?? "", judgementsExample: judgements.queries.first?.text ?? "")
    }
    let topics = try scores(options.complete ? judged : present)
    return Evaluation(
      tag: run.tag, measures: measures, topics: topics, summary: measures.indices.map { summary($0, topics) },
      missingTopics: judged.filter { places[$0] == nil },
      unjudgedTopics: run.topics.filter { judgements.grades[$0] == nil }.sorted(), options: options)
  }

  private func scores(_ topics: [QueryID]) throws -> [TopicScores] {
    let size = Evaluator.topicsPerBlock
    let blocks = try mapBlocks(count: (topics.count + size - 1) / size, threads: options.threads) { block in
      let contexts = measures.map { $0.context(options) }
      return topics[block * size..<min(topics.count, (block + 1) * size)].map { scores($0, contexts) }
    }
    return Array(blocks.joined())
  }

  private func scores(_ topic: QueryID, _ contexts: [MeasureContext]) -> TopicScores {
    let judged = judgements.grades[topic] ?? [:]
    let levels = JudgedTopic.levels(judged)
    guard let place = places[topic] else { return missing(topic, JudgedRanking(relevance: [], levels: levels), contexts) }
    let ranking = JudgedRanking(relevance: relevance(run.ranges[place], JudgedTopic(judged)), levels: levels)
    var result = TopicScores(topic: topic, values: [])
    for (index, measure) in measures.enumerated() {
      let family = measure.family
      result.values.append(family.compute(ranking, contexts[index]))
      if case .text = family.summary {
        result.texts[index] = Counts.relevanceText(ranking, contexts[index].numbers.first ?? 0)
      }
    }
    return result
  }

  /// A judged topic the run lacks: counts of judgements stand, all else is the family's value for nothing retrieved.
  private func missing(_ topic: QueryID, _ ranking: JudgedRanking, _ contexts: [MeasureContext]) -> TopicScores {
    var result = TopicScores(topic: topic, values: [], isMissing: true)
    for (index, measure) in measures.enumerated() {
      switch measure.family.summary {
      case .relevantSum, .topics: result.values.append(measure.family.compute(ranking, contexts[index]))
      case .text:
        result.values.append(0)
        result.texts[index] = "''"
      default: result.values.append(measure.family.missing)
      }
    }
    return result
  }

  private func relevance(_ range: Range<Int>, _ judged: JudgedTopic) -> [Int32] {
    var grades: [Int32] = []
    if options.order == .rows {
      grades.reserveCapacity(range.count)
      for row in range { grades.append(relevance(row, judged)) }
    } else {
      let order = RowOrder.byScore(run, range, asFloat: options.compatibility == .trecEval9)
      grades = order.map { relevance($0, judged) }
    }
    if let depth = options.depth, depth < grades.count { grades.removeLast(grades.count - depth) }
    if options.judgedOnly { grades.removeAll { $0 < 0 } }
    return grades
  }

  @inline(__always) private func relevance(_ index: Int, _ judged: JudgedTopic) -> Int32 {
    let row = run.rows[index]
    return judged.relevance(run.pool.span, start: row.start, count: Int(row.count))
  }

  private func summary(_ measure: Int, _ topics: [TopicScores]) -> Double {
    var sum = 0.0
    for topic in topics { sum += topic.values[measure] }
    let kind = measures[measure].family.summary
    switch kind {
    case .mean, .geometricMean: return kind.mean(sum: sum, topics: topics.count)
    case .sum, .topics: return sum
    case .relevantSum: return options.complete ? relevantEverywhere() : sum
    case .tag, .text: return 0
    }
  }

  /// Judgements above 0 in all topics: trec_eval counts them so under -c, whatever the level.
  private func relevantEverywhere() -> Double {
    Double(judgements.grades.values.reduce(0) { $0 + $1.values.count { $0 > 0 } })
  }
}
