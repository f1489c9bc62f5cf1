internal import Corpora
internal import Evaluation
internal import Parallelism
internal import Ranking
internal import Transformers

/// Queries with judgements, read and checked, on which a model in training is measured.
struct QuerySet {
  let section: QuerySetSection
  let measures: [Measure]
  /// The judged queries, in file order.
  let queries: [Query]
  private let judgements: Judgements

  /// Reads queries and judgements.
  /// - Throws: when a file is missing or wrong, or no query is judged.
  init(_ section: QuerySetSection, measures: [String]) throws {
    self.section = section
    self.measures = try measures.map { try Measure(parsing: $0) }
    let all = try JudgementsFile.read(path: section.judgements)
    queries = try QueryFile(path: section.queries).queries.filter { all.grades[$0.id] != nil }
    guard !queries.isEmpty else {
      throw PipelinesError.input(
        reason: "no query of \(section.queries) is judged in \(section.judgements); do the two files belong together?")
    }
    var kept = Judgements()
    for query in queries {
      for (document, grade) in all.grades[query.id] ?? [:] { _ = kept.add(query: query.id, document: document, grade: grade) }
    }
    judgements = kept
  }

  /// Means over the judged queries; one without results counts as 0.
  func values(of run: Run, threads: Int) throws -> [(name: String, value: Double)] {
    var options = EvaluationOptions()
    options.complete = true
    options.threads = threads
    let found = run.rankings.contains { !$0.documents.isEmpty }
    let summary = try found ? evaluate(run, judgements, measures: measures, options: options).summary : measures.map { _ in 0 }
    return zip(measures, summary).map { (name: $0.name, value: $1) }
  }
}

/// The part of a query set that a model runs over.
protocol MeasuredTask {
  /// The ranking of every query by a cross-encoder.
  func run(_ model: CrossEncoder, work: WorkSettings) throws -> Run
  /// The ranking of every query by a bi-encoder.
  func run(_ model: TextEncoder, work: WorkSettings) throws -> Run
}

/// A query set with what its task needs: everything is read before the training begins.
struct MeasuredSet {
  let queries: QuerySet
  private let task: any MeasuredTask

  init(_ section: QuerySetSection, measures: [String]) throws {
    queries = try QuerySet(section, measures: measures)
    switch section.task {
    case .rerank(let run, let depth): task = try RerankedRun(run, depth: depth, section, queries.queries)
    case .search(let hits): task = try SearchedPool(section.texts, hits: hits, queries.queries)
    }
  }

  /// The measures of a cross-encoder.
  func values(_ model: CrossEncoder, work: WorkSettings) throws -> [(name: String, value: Double)] {
    try queries.values(of: task.run(model, work: work), threads: work.threads)
  }

  /// The measures of a bi-encoder.
  func values(_ model: TextEncoder, work: WorkSettings) throws -> [(name: String, value: Double)] {
    try queries.values(of: task.run(model, work: work), threads: work.threads)
  }
}
