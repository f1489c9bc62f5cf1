internal import Bytes
internal import Corpora
internal import Parallelism
internal import Ranking
internal import Transformers

/// Where a reranker takes a candidate's text from.
protocol PassageSource: Sendable {
  /// The text of a document for a query.
  /// - Throws: when there is none; the message names both.
  func text(of document: DocumentID, for query: QueryID) throws -> [UInt8]
}

/// Texts stored in an index.
struct IndexPassages: PassageSource {
  let index: OpenIndex

  init(_ index: OpenIndex) { self.index = index }

  func text(of document: DocumentID, for query: QueryID) throws -> [UInt8] {
    guard let number = try index.documents.number(of: document) else {
      throw PipelinesError.input(
        reason: "query '\(query)': document '\(document)' of the run is not in the index \(index.folder)")
    }
    guard let text = try index.documents.text(of: number) else {
      throw PipelinesError.missingPart(
        index: index.folder,
        reason: "it holds no texts (built with --no-store-text); give --candidates TOP1000.tsv or build it again with texts")
    }
    return text
  }
}

/// Texts of a top-1000 file (`qid pid query passage`).
struct CandidatePassages: PassageSource {
  let file: String
  private let passages: [DocumentID: [UInt8]]

  init(file: String) throws {
    self.file = file
    passages = try CandidateFile.read(path: file).passages
  }

  func text(of document: DocumentID, for query: QueryID) throws -> [UInt8] {
    guard let text = passages[document] else {
      throw PipelinesError.input(reason: "query '\(query)': document '\(document)' of the run is not in \(file)")
    }
    return text
  }
}

/// Scores the first `depth` candidates of every ranking with a cross-encoder and orders them by logit, then by document id.
struct Reranking {
  let model: CrossEncoder
  let depth: Int
  let work: WorkSettings
  /// Pairs that are held in memory at a time, and computed before the work can be ended.
  static let pairsPerBatch = 1024

  func rerank(
    _ run: Run, queryText: (QueryID) throws -> [UInt8], passages: some PassageSource
  ) throws -> Run {
    var result = Run(tag: "winnow", rankings: run.rankings)
    for index in result.rankings.indices { result.rankings[index].documents = Array(run.rankings[index].documents.prefix(depth)) }
    let places = result.rankings.indices.flatMap { ranking in
      result.rankings[ranking].documents.indices.map { (ranking: ranking, document: $0) }
    }
    let progress = Progress("reranking", unit: "pairs", total: places.count, quiet: work.quiet)
    for start in stride(from: 0, to: places.count, by: Self.pairsPerBatch) {
      try work.stopIfAsked()
      let batch = places[start..<min(start + Self.pairsPerBatch, places.count)]
      let pairs = try batch.map { place in
        let ranking = result.rankings[place.ranking]
        return (
          query: try queryText(ranking.query),
          passage: try passages.text(of: ranking.documents[place.document].id, for: ranking.query)
        )
      }
      let name = { (number: Int) in
        let ranking = result.rankings[places[start + number].ranking]
        return "query '\(ranking.query)' with document '\(ranking.documents[places[start + number].document].id)'"
      }
      let logits = try namingInputs(of: "reranking", name) {
        try model.score(pairs, threads: work.threads) { progress.reach(start + $0) }
      }
      try work.budget.check()
      for (place, logit) in zip(batch, logits) { result.rankings[place.ranking].documents[place.document].score = Double(logit) }
    }
    progress.finish()
    for index in result.rankings.indices { result.rankings[index].documents.sort(by: Reranking.precedes) }
    return result
  }

  /// Higher score first, then smaller id by bytes.
  static func precedes(_ left: RankedDocument, _ right: RankedDocument) -> Bool {
    left.score > right.score || (left.score == right.score && left.id < right.id)
  }
}
