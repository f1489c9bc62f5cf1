internal import Corpora
internal import Files
internal import Parallelism
internal import Ranking
internal import Tensors
internal import Transformers

/// A collection that a bi-encoder encodes and searches exactly, a window of texts at a time.
struct SearchedPool: MeasuredTask {
  private let files: [String]
  private let hits: Int
  private let queries: [Query]
  private let ids: [DocumentID]
  /// For each document its place in the byte order of ids.
  private let ties: [UInt32]
  /// Texts encoded at a time, and before the work can be ended.
  static let window = 1024
  /// Rows of vectors a product takes at a time.
  static let rowsPerTile = 256

  /// Reads the ids once; the texts are read again in every evaluation.
  init(_ files: [String], hits: Int, _ queries: [Query]) throws {
    self.files = files
    self.hits = hits
    self.queries = queries
    var ids: [DocumentID] = []
    var reader = try CollectionReader(paths: files, format: .auto)
    while case let batch = try reader.next(batch: Self.window), !batch.isEmpty { ids += batch.map(\.document.id) }
    if ids.isEmpty { throw PipelinesError.input(reason: "the pool \(files.joined(separator: ", ")) has no documents") }
    self.ids = ids
    ties = SearchedPool.places(of: ids)
  }

  private static func places(of ids: [DocumentID]) -> [UInt32] {
    var ties = [UInt32](repeating: 0, count: ids.count)
    for (place, number) in ids.indices.sorted(by: { ids[$0] < ids[$1] }).enumerated() { ties[number] = UInt32(place) }
    return ties
  }

  func run(_ model: CrossEncoder, work: WorkSettings) throws -> Run {
    throw PipelinesError.input(reason: "a cross-encoder cannot search a pool; give it a run to rerank")
  }

  func run(_ model: TextEncoder, work: WorkSettings) throws -> Run {
    let vectors = try model.encode(queries.map(\.text), prompt: .query, threads: work.threads)
    let packed = PackedMatrix(vectors.span, count: queries.count, width: model.dimension, for: model.instructionSet)
    var best = Array(repeating: TopK(capacity: hits), count: queries.count)
    let progress = Progress("encoding the pool", unit: "passages", total: ids.count, quiet: work.quiet)
    var first = 0
    var reader = try CollectionReader(paths: files, format: .auto)
    while case let batch = try reader.next(batch: Self.window), !batch.isEmpty {
      try work.stopIfAsked()
      guard first + batch.count <= ids.count else { throw changed }
      let done = first
      let rows = try namingInputs(of: "the pool", { "document '\(batch[$0].document.id)'" }) {
        try model.encode(batch.map(\.document.text), prompt: .document, threads: work.threads) { progress.reach(done + $0) }
      }
      offer(rows, first: first, packed, to: &best)
      first += batch.count
      try work.budget.check()
    }
    guard first == ids.count else { throw changed }
    progress.finish()
    let rankings = zip(queries, best).map { query, best in
      Ranking(
        query: query.id,
        documents: best.ranked().map { RankedDocument(id: ids[Int($0.document.value)], score: Double($0.score)) })
    }
    return Run(tag: "winnow", rankings: rankings)
  }

  private var changed: PipelinesError {
    .input(reason: "the pool \(files.joined(separator: ", ")) changed while the training ran: it had \(ids.count) documents")
  }

  private func offer(_ rows: [Float], first: Int, _ queries: PackedMatrix, to best: inout [TopK]) {
    let width = queries.width
    let count = rows.count / width
    var scores = [Float](repeating: 0, count: Self.rowsPerTile * queries.count)
    for start in stride(from: 0, to: count, by: Self.rowsPerTile) {
      let tile = min(Self.rowsPerTile, count - start)
      var span = scores.mutableSpan
      var target = span._mutatingExtracting(0..<tile * queries.count)
      queries.multiply(rows.span.extracting(start * width..<(start + tile) * width), into: &target)
      for row in 0..<tile {
        let document = first + start + row
        for query in best.indices {
          let score = scores[row * queries.count + query]
          guard score >= best[query].threshold else { continue }
          best[query].offer(document: UInt32(truncatingIfNeeded: document), score: score, tie: ties[document])
        }
      }
    }
  }
}
