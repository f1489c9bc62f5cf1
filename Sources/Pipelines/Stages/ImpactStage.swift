internal import Lexical
internal import Parallelism
internal import Ranking

/// First stage: learned-sparse retrieval. A document's score is the sum, over the query's terms, of the term's weight times its impact.
///
/// Queries come as vectors (JSONL), or as text in which a model's terms are written out, each as often as it weighs. Nothing is analysed.
struct ImpactStage: Stage {
  static let verb = "impact"
  static let usage = "{hits: 1000}: learned-sparse retrieval over an index of impacts"

  var hits: Int

  init(_ mapping: inout YAMLMapping) throws { hits = try mapping.optional("hits")?.int(atLeast: 1) ?? 1000 }

  init(hits: Int) { self.hits = hits }

  func recipe(in session: Session) -> Recipe {
    var recipe = Recipe()
    recipe.add("hits", "\(hits)")
    return recipe
  }

  func apply(to input: Run?, in session: Session) throws -> Run {
    let lexical = try session.index.lexical()
    let index = session.index
    let queries = session.queries
    let progress = session.progress("impacts", unit: "queries", total: queries.count)
    let rankings = try mapBlocks(count: queries.count, threads: session.work.threads) { [budget = session.work.budget] number in
      if number % 256 == 255 { try budget.check() }
      let hits = try lexical.search(impacts: queries[number].impactTerms, hits: hits)
      progress.advance()
      return try index.ranking(of: queries[number].id, hits)
    }
    progress.finish()
    return Run(tag: "winnow", rankings: rankings)
  }
}

extension Query {
  /// The terms to look up in an index of impacts.
  var impactTerms: [WeightedTerm] {
    vector?.map { WeightedTerm($0.term, weight: $0.weight) } ?? LexicalIndex.writtenOutTerms(of: text)
  }
}

extension [Query] {
  /// Refuses queries that BM25 would silently find nothing for.
  func checkTexts() throws {
    guard let query = first(where: { $0.vector != nil && $0.text.isEmpty }) else { return }
    throw PipelinesError.input(
      reason:
        "query '\(query.id)' has a vector and no text, and the index holds texts; search an index of impacts with it, or add a text"
    )
  }
}
