internal import Corpora
public import Dense
internal import Evaluation
public import Lexical
internal import Parallelism
internal import Ranking
internal import Transformers

/// How a search finds its hits.
public enum SearchMethod: String, CaseIterable, Sendable {
  /// A scoring model over the lexical part, BM25 unless another is asked for.
  case bm25
  /// Query weights times impacts, over an index of impacts.
  case impact
  /// Search over a vector set, through its graph where it has one.
  case dense
  /// Both, joined by reciprocal rank fusion (k = 60).
  case hybrid
}

/// Retrieval settings shared by batch and single searches.
public struct SearchSettings: Sendable {
  /// How to search; by default over the lexical part as it is: impact where it holds impacts, else bm25.
  public var method: SearchMethod?
  /// Hits a query.
  public var hits = 1000
  /// What scores over the lexical part.
  public var scoring = ScoringModel.bm25()
  /// Searches the lexical part twice, the second time with terms of the best hits.
  public var feedback: Feedback?
  /// Say the queries that feedback made: in a note each, or above the hits of a preview.
  public var explainsFeedback = false
  /// Query encoder; by default the one named in the index.
  public var model: String?
  /// Vector set; by default the only one.
  public var set: String?
  /// fp32 or int8: what the query encoder computes in; by default what the index's vectors were made in.
  public var precision: String?
  /// A file of the queries' vectors, `.npy` or `.jsonl`, instead of an encoder.
  public var queryVectors: String?

  /// Nodes that a search through a graph keeps in sight; by default the hits, and at least 100.
  public var ef: Int?
  /// Search all vectors also where there is a graph.
  public var isExact = false
  /// A file of the ids of the only documents that dense searches may find.
  public var filter: String?
  /// Searches vectors twice, the second time with the queries that the best hits make of the first ones.
  public var vectorFeedback: VectorFeedback?

  /// Default settings.
  public init() {}

  private var vectorSearch: VectorSearch {
    VectorSearch(hits: hits, ef: ef, isExact: isExact, filter: filter.map(DocumentFilter.init), feedback: vectorFeedback)
  }

  /// The method, chosen by the index where nobody else has.
  func method(over index: OpenIndex) -> SearchMethod { method ?? (index.impacts == nil ? .bm25 : .impact) }

  /// The systems to run, the last of which is the result.
  func systems(over index: OpenIndex) throws -> [PipelineConfiguration.System] {
    let dense = DenseStage(
      vectorSearch, model: model, set: set, precision: try precision.map(Precision.init(named:)),
      queryVectors: queryVectors)
    let vectors = PipelineConfiguration.System(name: "dense", optional: false, stages: [dense])
    let method = self.method(over: index)
    switch method {
    case .bm25, .impact: return [try lexical(method)]
    case .dense: return [vectors]
    case .hybrid:
      let lexical = try self.lexical(index.impacts == nil ? .bm25 : .impact)
      let fusion = FuseStage(systems: [lexical.name, "dense"], k: 60, hits: hits)
      return [lexical, vectors, PipelineConfiguration.System(name: "hybrid", optional: false, stages: [fusion])]
    }
  }

  /// Retrieval from the lexical part: impacts, or the scoring model.
  private func lexical(_ method: SearchMethod) throws -> PipelineConfiguration.System {
    if method == .impact {
      guard scoring == .bm25(), feedback == nil else {
        throw PipelinesError.input(
          reason: "impacts are added up as they are: no scoring model, none of its parameters and no feedback goes with them; "
            + "leave these out")
      }
      return PipelineConfiguration.System(name: ImpactStage.verb, optional: false, stages: [ImpactStage(hits: hits)])
    }
    let retrieval = LexicalRetrieval(model: scoring, hits: hits, feedback: feedback)
    let stage: any LexicalStage =
      scoring.name == .queryLikelihood ? QueryLikelihoodStage(retrieval) : BM25Stage(retrieval)
    return PipelineConfiguration.System(name: type(of: stage).verb, optional: false, stages: [stage])
  }
}

/// Searches an index with a file of queries and writes a run.
public struct SearchJob {
  /// The index folder.
  public var index: String
  /// The query file; empty for the queries of a file of their vectors, which then have no texts.
  public var queries: String
  /// The run file to write, or `-`.
  public var output: String
  /// How to search.
  public var settings = SearchSettings()
  /// `trec` or `msmarco`.
  public var format = "trec"
  /// The run's tag.
  public var tag = "winnow"
  /// Replace an output of another recipe.
  public var overwrite = false
  /// Threads, memory, progress and notes.
  public var work = WorkSettings()

  /// A job with default settings.
  public init(index: String, queries: String, output: String) {
    self.index = index
    self.queries = queries
    self.output = output
  }

  /// Does it. Returns false when the output was up to date.
  public func run() throws -> Bool {
    let session = try Session(index: OpenIndex(folder: index), queries: readQueries(), work: work)
    let recipe = try recipe(session)
    guard try OutputRecord.state(of: output, recipe: recipe, overwrite: overwrite) == .absent else { return false }
    if settings.explainsFeedback { session.explainFeedback = { [work] in work.note("\($0): \(FeedbackText.line($1))") } }
    var result = Run(tag: "", rankings: [])
    let start = Progress.now()
    for system in try settings.systems(over: session.index) { result = try session.execute(system) }
    let seconds = Progress.now() - start
    result.tag = .init(tag)
    let empty = result.rankings.filter(\.documents.isEmpty)
    if let first = empty.first {
      work.note(
        "\(empty.count) of \(result.rankings.count) queries found nothing (the first: '\(first.query)') and have no rows in the run"
      )
    }
    try RunFile.write(result, to: output, format: RunFile.Format(rawValue: format) ?? .trec)
    try OutputRecord.write(for: output, recipe: recipe)
    let rate = Double(result.rankings.count) / max(seconds, 1e-9)
    let queries = result.rankings.count == 1 ? "1 query" : "\(result.rankings.count) queries"
    work.note("\(queries) in \(Progress.duration(seconds)) (\(Int(rate)) a second); run: \(output)")
    return true
  }

  private func readQueries() throws -> [Query] {
    if queries.isEmpty, let vectors = settings.queryVectors {
      return try QueryVectors(path: vectors, threads: work.threads).ids.map { Query(id: $0, text: []) }
    }
    let file = try QueryFile(path: queries)
    file.warnings.forEach(work.note)
    return file.queries
  }

  private func recipe(_ session: Session) throws -> Recipe {
    var recipe = Recipe()
    recipe.add("winnow", Version.text)
    recipe.add("command", "search")
    recipe.add("index", session.index.digest)
    recipe.add("queries", InputDigest.of(session.queries))
    recipe.add("method", settings.method(over: session.index).rawValue)
    for system in try settings.systems(over: session.index) {
      for stage in system.stages { recipe.add(system.name, try stage.recipe(in: session)) }
    }
    recipe.add("format", format)
    recipe.add("tag", tag)
    return recipe
  }
}
