internal import Lexical
internal import Parallelism
internal import Ranking

/// First stage: BM25 over the index's lexical part.
struct BM25Stage: Stage {
  static let verb = "bm25"
  static let usage = "{k1: 0.9, b: 0.4, hits: 1000, exact-lengths: false}: lexical retrieval"

  var parameters: BM25Parameters
  var hits: Int

  init(_ mapping: inout YAMLMapping) throws {
    let k1 = try mapping.optional("k1")?.double() ?? 0.9
    let b = try mapping.optional("b")?.double() ?? 0.4
    guard k1 >= 0, b >= 0, b <= 1 else { throw mapping.reader.error("bm25 wants k1 of 0 or more and b between 0 and 1") }
    let exact = try mapping.optional("exact-lengths")?.bool() ?? false
    parameters = BM25Parameters(k1: Float(k1), b: Float(b), exactLengths: exact)
    hits = try mapping.optional("hits")?.int(atLeast: 1) ?? 1000
  }

  init(parameters: BM25Parameters, hits: Int) {
    self.parameters = parameters
    self.hits = hits
  }

  func recipe(in session: Session) -> Recipe {
    var recipe = Recipe()
    recipe.add("k1", "\(parameters.k1)")
    recipe.add("b", "\(parameters.b)")
    recipe.add("lengths", parameters.lengths.rawValue)
    recipe.add("hits", "\(hits)")
    return recipe
  }

  func apply(to input: Run?, in session: Session) throws -> Run {
    let lexical = try session.index.lexical()
    let index = session.index
    let queries = session.queries
    let progress = session.progress("BM25", unit: "queries", total: queries.count)
    let rankings = try mapBlocks(count: queries.count, threads: session.work.threads) { [budget = session.work.budget] number in
      if number % 256 == 255 { try budget.check() }
      let hits = try lexical.search(queries[number].text, hits: hits, parameters: parameters, method: .maxScore)
      progress.advance()
      return try index.ranking(of: queries[number].id, hits)
    }
    progress.finish()
    return Run(tag: "winnow", rankings: rankings)
  }
}
