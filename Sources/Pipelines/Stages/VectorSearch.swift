internal import Dense
internal import Ranking
internal import Tensors

/// How the vectors of a set are searched: through its graph where it has one, else all of them.
struct VectorSearch: Sendable {
  var hits: Int
  /// Nodes that a search through a graph keeps in sight; nil: the usual ones.
  var ef: Int?
  /// Search all vectors also where there is a graph.
  var isExact = false
  /// The only documents that may be hits.
  var filter: DocumentFilter?
  /// Searches twice, the second time with the queries that the best hits make of the first ones.
  var feedback: VectorFeedback?

  /// Nodes in sight of a search through the set's graph; nil where all vectors are searched. At least as many as hits, which makes equal
  /// recipes of equal searches.
  /// - Throws: `DenseError.noGraph` when `ef` was chosen for a set without a graph.
  func ef(over set: VectorSet) throws -> Int? {
    guard !isExact else { return nil }
    guard set.hasGraph else {
      if ef != nil { throw DenseError.noGraph(set: set.name.text) }
      return nil
    }
    return max(ef ?? GraphSearchOptions.usualEf(hits: hits), hits)
  }

  /// What the output depends on. A search of all vectors adds nothing, so that outputs made before there were graphs stay up to date.
  func recipe(over set: VectorSet) throws -> Recipe {
    var recipe = Recipe()
    if let ef = try ef(over: set) { recipe.add("ef", "\(ef)") }
    if let filter { recipe.add("filter", try filter.digest()) }
    if let feedback { recipe.add("prf", feedback.recipe) }
    return recipe
  }

  /// The documents that the filter allows; nil without one.
  func allowed(in session: Session) throws -> AllowedDocuments? {
    try filter?.documents(in: session.index) { session.noteOnce($0) }
  }

  /// The best hits of every query, row by row, among the documents that are allowed.
  func run(_ queries: [Float], over set: VectorSet, allowed: AllowedDocuments?, in session: Session) throws -> [[Hit]] {
    let ef = try ef(over: set)
    if let ef { say(ef, of: set, in: session) }
    let tieRanks = session.index.tieRanks()
    let path = try InstructionSet.chosen(), threads = session.work.threads
    func search(_ queries: [Float], hits: Int) throws -> [[Hit]] {
      guard let ef else {
        let options = FlatSearchOptions(hits: hits, threads: threads, instructionSet: path, allowed: allowed)
        return try set.search(queries, tieRanks: tieRanks, options: options)
      }
      let options = GraphSearchOptions(hits: hits, ef: ef, threads: threads, instructionSet: path, allowed: allowed)
      return try set.searchGraph(queries, tieRanks: tieRanks, options: options)
    }
    guard let feedback else { return try search(queries, hits: hits) }
    let first = try search(queries, hits: feedback.depth)
    try session.work.budget.check()
    return try search(feedback.queries(queries, hits: first, in: set), hits: hits)
  }

  private func say(_ used: Int, of set: VectorSet, in session: Session) {
    if let ef, ef < used { session.noteOnce("ef \(ef) is below the \(hits) hits that are asked for; searching with ef \(used)") }
    if let depth = feedback?.depth, depth > used {
      session.noteOnce("feedback looks at \(depth) hits, more than ef \(used); its first search has ef \(depth)")
    }
    session.noteOnce(
      "the graph of vector set '\(set.name)' is searched (ef \(used)): hits may be missed; "
        + "--exact (`exact: true` in a pipeline) searches all vectors")
  }
}

extension VectorSearch {
  /// `hits`, `ef`, `exact`, `filter` and `prf` of a stage.
  init(_ mapping: inout YAMLMapping) throws {
    hits = try mapping.optional("hits")?.int(atLeast: 1) ?? 1000
    let ef = mapping.optional("ef")
    self.ef = try ef?.int(atLeast: 1)
    isExact = try mapping.optional("exact")?.bool() ?? false
    if let ef, isExact {
      throw ef.error("ef is about the search through a graph, and exact: true searches all vectors; leave out one")
    }
    filter = try mapping.optional("filter").map { DocumentFilter(path: try $0.filePath()) }
    feedback = try mapping.optional("prf").map { try VectorFeedback($0) }
  }
}
