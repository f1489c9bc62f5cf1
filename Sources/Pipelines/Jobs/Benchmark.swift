internal import Corpora
internal import Lexical
internal import Parallelism
internal import Ranking
internal import Tensors
internal import Transformers

/// Speed of the engine's stages, for comparison with peers in the same sitting: retrieval on an index, and models on the index's texts
/// or on texts made for it.
public struct Benchmark {
  /// The index folder; nil for models alone.
  public var index: String?
  /// The query file, which an index needs.
  public var queries: String?
  /// Encoder to time; nil for none.
  public var encoder: String?
  /// Cross-encoder to time; nil for none.
  public var crossEncoder: String?
  /// Cross-encoder, or encoder to make one of, whose training is timed; nil for none.
  public var trained: String?
  /// LoRA adapter to time with its changes merged and beside the weights; nil for none.
  public var adapter: String?
  /// Pairs to train on, or for the adapter, `query<TAB>passage`; nil for made-up ones.
  public var pairs: String?
  /// fp32 or int8: what the models compute in.
  public var precision = "fp32"
  /// Texts, or pairs, that a timed run of a model takes.
  public var items = 500
  /// Runs of which the median is given.
  public var repeats = 5
  /// Threads of the model runs. Queries are searched on one thread.
  public var threads = 1

  /// A benchmark with default settings.
  public init(index: String?, queries: String?) {
    self.index = index
    self.queries = queries
  }

  /// What was measured: medians of the runs, and for models a roofline.
  public func table() throws -> String {
    let path = try InstructionSet.chosen()
    let index = try index.map { try OpenIndex(folder: $0) }
    let queries = try queries.map { try QueryFile.read(path: $0) } ?? []
    if let file = self.queries, queries.isEmpty { throw PipelinesError.input(reason: "\(file) holds no queries") }
    var lines = ["fp32 product peak: \(Int(measureGEMM(engine: .own(path), seconds: 0.5))) GFLOP/s a core (\(path))"]
    if let index { lines += try searching(index, queries) }
    if encoder != nil || crossEncoder != nil {
      let texts = try index.map(texts) ?? BenchmarkTexts.passages(items)
      if let encoder { lines += try encoding(encoder, texts).report() }
      if let crossEncoder { lines += try reranking(crossEncoder, texts, queries.map(\.text)).report() }
    }
    if let adapter { lines += try merging(adapter, path) }
    if let trained { lines += try training(trained, path) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func training(_ name: String, _ path: InstructionSet) throws -> [String] {
    let benchmark = TrainingBenchmark(
      folder: try ModelLookup.folder(of: name), pairs: try pairsOrMadeUp(), threads: threads, steps: repeats, instructionSet: path
    )
    return try TrainingBenchmark.Method.allCases.flatMap { try benchmark.report($0) }
  }

  private func merging(_ name: String, _ path: InstructionSet) throws -> [String] {
    try AdapterBenchmark(
      name, folder: ModelLookup.folder(of: name), pairs: pairsOrMadeUp(), items: items, threads: threads, repeats: repeats,
      instructionSet: path
    ).report()
  }

  private func pairsOrMadeUp() throws -> [(query: [UInt8], passage: [UInt8])] {
    try pairs.map { try BenchmarkTexts.pairs(path: $0) } ?? BenchmarkTexts.passages(items).map { (BenchmarkTexts.query, $0) }
  }

  private func searching(_ index: OpenIndex, _ queries: [Query]) throws -> [String] {
    guard let lexical = try? index.lexical(), !queries.isEmpty else { return [] }
    return try [1000, 10].map { hits in
      let seconds = try Timing.median(of: repeats) { for query in queries { _ = try lexical.search(query.text, hits: hits) } }
      return "BM25 top-\(hits), 1 thread: \(Timing.rounded(Double(queries.count) / seconds)) queries/s"
    }
  }

  private func texts(_ index: OpenIndex) throws -> [[UInt8]] {
    let count = min(items, index.documents.count)
    return try (0..<count).map { number in
      guard let text = try index.documents.text(of: UInt32(number * index.documents.count / count)) else {
        throw PipelinesError.missingPart(index: self.index ?? "", reason: "it holds no texts to time a model with")
      }
      return text
    }
  }

  private func encoding(_ name: String, _ texts: [[UInt8]]) throws -> ModelBenchmark {
    let start = Progress.now()
    let model = try TextEncoder(folder: ModelLookup.folder(of: name), precision: Precision(named: precision))
    let loading = Progress.now() - start
    return ModelBenchmark(
      title: "encoding with \(name), \(precision)", unit: "passages", single: "query", items: texts.count, threads: threads,
      repeats: repeats, loading: loading, instructionSet: model.instructionSet,
      run: { _ = try model.encode(texts, threads: $0, account: $1) },
      runSingle: { _ = try model.encode([BenchmarkTexts.query], threads: $0) })
  }

  private func reranking(_ name: String, _ texts: [[UInt8]], _ queries: [[UInt8]]) throws -> ModelBenchmark {
    let start = Progress.now()
    let model = try CrossEncoder(folder: ModelLookup.folder(of: name), maxLength: nil, precision: Precision(named: precision))
    let loading = Progress.now() - start
    let queries = queries.isEmpty ? [BenchmarkTexts.query] : queries
    let pairs = texts.enumerated().map { (query: queries[$0 % queries.count], passage: $1) }
    return ModelBenchmark(
      title: "reranking with \(name), \(precision)", unit: "pairs", single: "pair", items: pairs.count, threads: threads,
      repeats: repeats, loading: loading, instructionSet: model.instructionSet,
      run: { _ = try model.score(pairs, threads: $0, account: $1) },
      runSingle: { _ = try model.score(Array(pairs.prefix(1)), threads: $0) })
  }
}
