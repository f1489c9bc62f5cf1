internal import Corpora
internal import Evaluation
internal import Files
internal import Parallelism
internal import Ranking

/// Mines an index for training examples: hard negatives for judged positives, or passages with the search's scores for distillation.
///
/// Queries are searched some at a time, so that memory does not grow with their number; the output is written beside its target and
/// renamed when it is whole.
public struct MineJob {
  /// The index folder.
  public var index: String
  /// The query files.
  public var queries: [String]
  /// The judgements; not needed for scored formats.
  public var judgements: String?
  /// The file to write, or `-`.
  public var output: String
  /// What is taken.
  public var settings = MiningSettings()
  /// Replace an output of another recipe.
  public var overwrite = false
  /// Threads, memory, progress and notes.
  public var work = WorkSettings()

  /// Queries that are searched together.
  static let queriesPerWindow = 1024

  /// A job with default settings.
  public init(index: String, queries: [String], judgements: String?, output: String) {
    self.index = index
    self.queries = queries
    self.judgements = judgements
    self.output = output
  }

  /// Does it. Returns what was mined, or nil when the output was up to date.
  public func run() throws -> MiningReport? {
    try check()
    let session = try Session(index: OpenIndex(folder: index), queries: readQueries(), work: work)
    let search = try CandidateSearch(settings.search, depth: max(1, settings.depth), session: session)
    let judged = try judgements.map { try JudgementsFile.read(path: $0) } ?? Judgements()
    let recipe = try recipe(session, search)
    guard try OutputRecord.state(of: output, recipe: recipe, overwrite: overwrite) == .absent else { return nil }
    let start = Progress.now()
    let report = try mine(session, Miner(index: session.index, search: search, settings: settings, judgements: judged))
    try OutputRecord.write(for: output, recipe: recipe)
    report.lines(settings).forEach(work.note)
    let passages = settings.format.isScored ? "passages" : "negatives"
    work.note(
      "\(report.examples) examples with \(report.negatives) \(passages) from \(report.queries) queries in "
        + "\(Progress.duration(Progress.now() - start)); output: \(output)")
    return report
  }

  private func check() throws {
    if settings.format.isScored {
      guard let strata = settings.strata else { throw PipelinesError.input(reason: "scored formats need strata of ranks") }
      if strata.usesCollection, settings.search.method != .dense {
        throw PipelinesError.input(
          reason: "random passages can be scored by vectors only: use --method dense, or strata without random")
      }
    } else if judgements == nil {
      throw PipelinesError.input(
        reason: "negatives are mined for judged positives: give --qrels, or a scored format (scored-pairs, scored-lists)")
    }
  }

  private func mine(_ session: Session, _ miner: Miner) throws -> MiningReport {
    var miner = miner
    var file = try AtomicFile(path: output)
    let progress = session.progress("mining", unit: "queries", total: session.queries.count)
    for start in stride(from: 0, to: session.queries.count, by: Self.queriesPerWindow) {
      let window = session.queries[start..<min(start + Self.queriesPerWindow, session.queries.count)]
      var wanted: [Query] = []
      for query in window where !miner.passesOver(query) { wanted.append(query) }
      var block: [UInt8] = []
      for searched in try search(wanted, miner.search, session) {
        for example in try miner.examples(of: searched) { settings.format.append(example, to: &block) }
      }
      try file.write(block)
      try work.budget.check()
      progress.reach(start + window.count)
    }
    progress.finish()
    if miner.report.examples == 0 { throw nothing(miner.report) }
    try file.commit()
    return miner.report
  }

  private func search(_ queries: [Query], _ search: CandidateSearch, _ session: Session) throws -> [SearchedQuery] {
    queries.isEmpty ? [] : try search.search(queries, in: session)
  }

  /// An empty file would be taken for a result.
  private func nothing(_ report: MiningReport) -> PipelinesError {
    .input(
      reason: "nothing was mined from \(report.queries) queries; \(output) was not written\n"
        + report.lines(settings).map { "  \($0)\n" }.joined()
        + "Do queries, judgements and index belong together? Are the ranks, or the margin, too strict?")
  }

  /// The queries of all files; one that comes again with the same text counts once.
  private func readQueries() throws -> [Query] {
    var all: [Query] = []
    var seen: [QueryID: (text: [UInt8], path: String)] = [:]
    for path in queries {
      let file = try QueryFile(path: path)
      file.warnings.forEach(work.note)
      for query in file.queries {
        guard let first = seen[query.id] else {
          seen[query.id] = (query.text, path)
          all.append(query)
          continue
        }
        guard first.text == query.text else {
          throw PipelinesError.input(
            reason: "the query id '\(query.id)' has one text in \(first.path) and another in \(path); rename or remove one")
        }
      }
    }
    return all
  }

  private func recipe(_ session: Session, _ search: CandidateSearch) throws -> Recipe {
    var recipe = Recipe()
    recipe.add("winnow", Version.text)
    recipe.add("command", "mine")
    recipe.add("index", session.index.digest)
    recipe.add("queries", InputDigest.of(session.queries))
    if let judgements, !settings.format.isScored {
      recipe.add("qrels", try InputDigest.ofFile(judgements, "the file of judgements"))
    }
    let method = settings.search.method(over: session.index).rawValue
    recipe.add("method", method)
    recipe.add(method, try search.recipe(in: session))
    recipe.add("mining", settings.recipe())
    return recipe
  }
}
