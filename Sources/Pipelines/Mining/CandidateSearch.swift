internal import Dense
internal import Lexical
internal import Parallelism
internal import Ranking
internal import Tensors
internal import Transformers

/// A query with its hits.
struct SearchedQuery: Sendable {
  var query: Query
  /// Best first.
  var hits: [Hit]
  /// Its vector, where hits are found by vectors.
  var vector: [Float]

  /// The place of a document among the hits.
  func place(of document: UInt32) -> Int? { hits.firstIndex { $0.document.value == document } }
}

/// Finds candidates for a few queries at a time, in an order that ties do not change.
enum CandidateSearch {
  case lexical(LexicalRetrieval)
  case dense(DenseStage, VectorSet, TextEncoder, tieRanks: [UInt32])

  /// Opens the parts that the method needs, with as many hits as asked for.
  init(_ settings: SearchSettings, depth: Int, session: Session) throws {
    var settings = settings
    settings.hits = depth
    settings.isExact = true  // a negative is mined because of its rank
    let stages = try settings.systems(over: session.index)[0].stages
    switch stages[0] {
    case let stage as any LexicalStage:
      try stage.retrieval.check(session.index)
      self = .lexical(stage.retrieval)
    case let dense as DenseStage:
      let vectors = try dense.vectors(in: session)
      self = .dense(dense, vectors, try dense.encoder(of: vectors, in: session), tieRanks: session.index.tieRanks())
    default:
      throw PipelinesError.input(
        reason: "mining searches by bm25 or dense, not by \(settings.method(over: session.index).rawValue)")
    }
  }

  func recipe(in session: Session) throws -> Recipe {
    switch self {
    case .lexical(let retrieval): retrieval.recipe()
    case .dense(let stage, _, _, _): try stage.recipe(in: session)
    }
  }

  /// The queries with their hits, in order.
  func search(_ queries: [Query], in session: Session) throws -> [SearchedQuery] {
    switch self {
    case .lexical(let retrieval): try lexical(queries, retrieval, session)
    case .dense(let stage, let vectors, let encoder, let tieRanks):
      try dense(queries, vectors, encoder, tieRanks, hits: stage.search.hits, session)
    }
  }

  private func lexical(_ queries: [Query], _ retrieval: LexicalRetrieval, _ session: Session) throws -> [SearchedQuery] {
    let index = session.index
    return try mapBlocks(count: queries.count, threads: session.work.threads) { number in
      SearchedQuery(query: queries[number], hits: try retrieval.search(queries[number], in: index).hits, vector: [])
    }
  }

  private func dense(
    _ queries: [Query], _ vectors: VectorSet, _ encoder: TextEncoder, _ tieRanks: [UInt32], hits: Int, _ session: Session
  ) throws -> [SearchedQuery] {
    let encoded = try namingInputs(of: "encoding queries", { "query '\(queries[$0].id)'" }) {
      try encoder.encode(queries.map(\.text), prompt: .query, threads: session.work.threads) { _ in }
    }
    let options = FlatSearchOptions(hits: hits, threads: session.work.threads, instructionSet: try InstructionSet.chosen())
    let found = try vectors.search(encoded, tieRanks: tieRanks, options: options)
    let width = vectors.description.dimension
    return queries.indices.map { number in
      SearchedQuery(
        query: queries[number], hits: found[number], vector: Array(encoded[number * width..<(number + 1) * width]))
    }
  }

  /// A document's score for a query: that of its hit, else by its vector (summed in double precision); nil where BM25 did not find it,
  /// and all that is known is that no hit scores less.
  func score(of document: UInt32, for searched: SearchedQuery) -> Float? {
    if let place = searched.place(of: document) { return searched.hits[place].score }
    guard case .dense(_, let vectors, _, _) = self, Int(document) < vectors.description.count else { return nil }
    let vector = vectors.vector(of: Int(document))
    return Float(zip(searched.vector, vector).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
  }
}
