internal import Corpora
internal import Lexical
internal import Parallelism
internal import Ranking
internal import Tensors
internal import Transformers

/// Speed of the engine's stages on one index, for comparison with peers in the same sitting.
public struct Benchmark {
  /// The index folder.
  public var index: String
  /// The query file.
  public var queries: String
  /// Encoder to time; nil for none.
  public var encoder: String?
  /// Cross-encoder to time; nil for none.
  public var crossEncoder: String?
  /// fp32 or int8: what the models compute in.
  public var precision = "fp32"
  /// Texts, or pairs, that a timed run of a model takes.
  public var items = 500
  /// Runs of which the median is given.
  public var repeats = 5
  /// Threads of the model runs. Queries are searched on one thread.
  public var threads = 1

  /// A benchmark with default settings.
  public init(index: String, queries: String) {
    self.index = index
    self.queries = queries
  }

  /// A table: what, median of the runs, share of the measured product peak where that means something.
  public func table() throws -> String {
    let index = try OpenIndex(folder: index)
    let queries = try QueryFile.read(path: queries)
    guard !queries.isEmpty else { throw PipelinesError.input(reason: "\(self.queries) holds no queries") }
    let peak = measureGEMM(engine: .own(try InstructionSet.chosen()), seconds: 0.5)
    var lines = ["product peak: \(Int(peak)) GFLOP/s a core (\(try InstructionSet.chosen()))"]
    if let lexical = try? index.lexical() {
      for hits in [1000, 10] {
        let rate = try median { for query in queries { _ = try lexical.search(query.text, hits: hits) } }
        lines.append("BM25 top-\(hits), 1 thread: \(rounded(Double(queries.count) / rate)) queries/s")
      }
    }
    if let encoder { lines.append(try encoding(encoder, index)) }
    if let crossEncoder { lines.append(try reranking(crossEncoder, index, queries)) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func texts(_ index: OpenIndex) throws -> [[UInt8]] {
    let count = min(items, index.documents.count)
    return try (0..<count).map { number in
      guard let text = try index.documents.text(of: UInt32(number * index.documents.count / count)) else {
        throw PipelinesError.missingPart(index: self.index, reason: "it holds no texts to time a model with")
      }
      return text
    }
  }

  private func encoding(_ name: String, _ index: OpenIndex) throws -> String {
    let model = try TextEncoder(folder: ModelLookup.folder(of: name), precision: Precision(named: precision))
    let texts = try texts(index)
    let rate = try median { _ = try model.encode(texts, threads: threads) }
    return "encoding with \(name), \(precision), \(threads) threads: \(rounded(Double(texts.count) / rate)) passages/s"
  }

  private func reranking(_ name: String, _ index: OpenIndex, _ queries: [Query]) throws -> String {
    let model = try CrossEncoder(folder: ModelLookup.folder(of: name), maxLength: nil, precision: Precision(named: precision))
    let pairs = try texts(index).enumerated().map { (query: queries[$0 % queries.count].text, passage: $1) }
    let rate = try median { _ = try model.score(pairs, threads: threads) }
    return "reranking with \(name), \(precision), \(threads) threads: \(rounded(Double(pairs.count) / rate)) pairs/s"
  }

  /// Median seconds of the runs.
  private func median(_ body: () throws -> Void) throws -> Double {
    let seconds = try (0..<max(1, repeats)).map { _ in
      let start = Progress.now()
      try body()
      return Progress.now() - start
    }
    return max(seconds.sorted()[seconds.count / 2], 1e-9)
  }

  private func rounded(_ value: Double) -> String { value >= 100 ? "\(Int(value))" : "\((value * 10).rounded() / 10)" }
}
