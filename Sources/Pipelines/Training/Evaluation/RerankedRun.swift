internal import Evaluation
internal import Parallelism
internal import Ranking
internal import Transformers

/// The first documents of a run with their texts, to be ordered by a model.
struct RerankedRun: MeasuredTask {
  private let run: Run
  private let queryTexts: [QueryID: [UInt8]]
  private let passages: CollectedTexts
  private let depth: Int

  /// - Throws: when the run has none of the queries, or a text is missing.
  init(_ path: String, depth: Int, _ section: QuerySetSection, _ queries: [Query]) throws {
    let all = try RunFile.read(path: path)
    let texts = Dictionary(queries.map { ($0.id, $0.text) }, uniquingKeysWith: { first, _ in first })
    var kept = Run(tag: all.tag, rankings: all.rankings.filter { texts[$0.query] != nil })
    for index in kept.rankings.indices { kept.rankings[index].documents = Array(kept.rankings[index].documents.prefix(depth)) }
    guard kept.rankings.contains(where: { !$0.documents.isEmpty }) else {
      throw PipelinesError.input(
        reason: "\(path) has none of the judged queries of \(section.queries); do the two files belong together?")
    }
    let wanted = Set(kept.rankings.flatMap { $0.documents.map(\.id) })
    passages = try CollectedTexts(of: wanted, in: section.texts)
    if let first = passages.missing(of: wanted).first {
      let count = passages.missing(of: wanted).count
      throw PipelinesError.input(
        reason: "\(count) of the \(wanted.count) documents of \(path), such as '\(first)', have no text in \(passages.place)")
    }
    run = kept
    queryTexts = texts
    self.depth = depth
  }

  func run(_ model: CrossEncoder, work: WorkSettings) throws -> Run {
    try Reranking(model: model, depth: depth, work: work)
      .rerank(run, queryText: { queryTexts[$0] ?? [] }, passages: passages)
  }

  /// By the inner product of the vectors.
  func run(_ model: TextEncoder, work: WorkSettings) throws -> Run {
    var ids: [DocumentID] = []
    var places: [DocumentID: Int] = [:]
    for id in run.rankings.flatMap({ $0.documents.map(\.id) }) where places[id] == nil {
      places[id] = ids.count
      ids.append(id)
    }
    let vectors = try candidates(ids, model, work: work)
    let queries = try model.encode(
      run.rankings.map { queryTexts[$0.query] ?? [] }, prompt: .query, threads: work.threads)
    var result = run
    for index in result.rankings.indices {
      let query = queries[index * model.dimension..<(index + 1) * model.dimension]
      for place in result.rankings[index].documents.indices {
        let row = (places[result.rankings[index].documents[place].id] ?? 0) * model.dimension
        result.rankings[index].documents[place].score = Double(
          zip(query, vectors[row..<row + model.dimension]).reduce(Float(0)) { $0 + $1.0 * $1.1 })
      }
      result.rankings[index].documents.sort(by: Reranking.precedes)
    }
    return result
  }

  /// The vectors of some documents, a block after the other.
  private func candidates(_ ids: [DocumentID], _ model: TextEncoder, work: WorkSettings) throws -> [Float] {
    let progress = Progress("encoding candidates", unit: "passages", total: ids.count, quiet: work.quiet)
    var vectors: [Float] = []
    vectors.reserveCapacity(ids.count * model.dimension)
    for start in stride(from: 0, to: ids.count, by: Reranking.pairsPerBatch) {
      try work.stopIfAsked()
      let texts = try ids[start..<min(start + Reranking.pairsPerBatch, ids.count)].map { try passages.text(of: $0, for: "") }
      vectors += try model.encode(texts, prompt: .document, threads: work.threads) { progress.reach(start + $0) }
    }
    progress.finish()
    return vectors
  }
}
