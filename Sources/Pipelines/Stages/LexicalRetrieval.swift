internal import Lexical
internal import Parallelism
internal import Ranking

/// Retrieval from the index's lexical part: what the stages of all scoring models share.
struct LexicalRetrieval: Sendable {
  var model: ScoringModel
  var hits: Int
  /// Searches twice, the second time with the query that the best documents make of it.
  var feedback: Feedback?

  /// Lucene's BM25 is not named, so that outputs made before there were other models stay up to date.
  func recipe() -> Recipe {
    var recipe = Recipe()
    if model.name != .bm25 { recipe.add("model", model.name.rawValue) }
    for parameter in model.parameters { recipe.add(parameter.name, "\(parameter.value)") }
    recipe.add("lengths", model.lengths.rawValue)
    recipe.add("hits", "\(hits)")
    if let feedback { recipe.add(feedback.name, feedback.recipe) }
    return recipe
  }

  func run(in session: Session, title: String) throws -> Run {
    let index = session.index
    try check(index)
    let queries = session.queries
    if try index.lexical().impacts == nil { try queries.checkTexts() }
    let progress = session.progress(title, unit: "queries", total: queries.count)
    let rankings = try mapBlocks(count: queries.count, threads: session.work.threads) { [budget = session.work.budget] number in
      if number % 256 == 255 { try budget.check() }
      let found = try search(queries[number], in: index)
      progress.advance()
      return (ranking: try index.ranking(of: queries[number].id, found.hits), query: feedback == nil ? [] : found.query)
    }
    progress.finish()
    if let explain = session.explainFeedback, feedback != nil { zip(queries, rankings).forEach { explain($0.id, $1.query) } }
    return Run(tag: "winnow", rankings: rankings.map(\.ranking))
  }

  /// Finds out before any search that a part of the index is missing.
  func check(_ index: OpenIndex) throws {
    _ = try index.lexical()
    if feedback != nil { try FeedbackTexts.check(index) }
  }

  /// The hits of one query, and the query that found them.
  func search(_ query: Query, in index: OpenIndex) throws -> FeedbackResult {
    let lexical = try index.lexical()
    guard let feedback else {
      let terms = LexicalIndex.terms(of: query.text)
      return FeedbackResult(hits: try lexical.search(terms, hits: hits, model: model), query: terms)
    }
    return try lexical.search(query.text, hits: hits, model: model, feedback: feedback) {
      try FeedbackTexts.texts(of: $0, in: index)
    }
  }
}

/// A first stage over the index's lexical part.
protocol LexicalStage: Stage {
  var retrieval: LexicalRetrieval { get }
}

extension LexicalStage {
  func recipe(in session: Session) throws -> Recipe {
    try retrieval.check(session.index)
    return retrieval.recipe()
  }

  func apply(to input: Run?, in session: Session) throws -> Run {
    try retrieval.run(in: session, title: retrieval.model.name.rawValue.uppercased())
  }
}

extension YAMLMapping {
  /// The number of a key in single precision, which the models compute in.
  mutating func float(_ key: String) throws -> Float? { try optional(key).map { Float(try $0.double()) } }

  /// Which lengths `exact-lengths` asks for.
  mutating func lengths() throws -> DocumentLengths { try optional("exact-lengths")?.bool() ?? false ? .exact : .oneByte }

  /// The value of something about a scoring model; its errors name the place in the file.
  func scoring(_ verb: String, _ body: () throws(LexicalError) -> ScoringModel) throws -> ScoringModel {
    do { return try body() } catch { throw reader.error("\(verb): \(error)") }
  }
}
