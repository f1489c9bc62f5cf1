import ArgumentParser
internal import Files
internal import Foundation
internal import Pipelines

/// `winnow bench`
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure the speed of retrieval on an index of yours, and of models.",
    discussion: """
        winnow bench my-index --queries queries.tsv \\
          --encoder all-MiniLM-L6-v2 --cross-encoder my-cross-encoder
        winnow bench --encoder all-MiniLM-L6-v2
        winnow bench --adapter my-reranker --pairs pairs.tsv
        winnow bench --train all-MiniLM-L6-v2 --pairs pairs.tsv
        winnow bench --vectors x.npy --query-vectors q.npy --hnsw

      Models are timed on texts of the index, or without one on made-up passages of
      72 words. Each gets a table of its operations: floating-point operations
      counted, seconds, and the share of the fp32 product peak measured beside it.
      A LoRA adapter is timed in batches of 64, its changes merged into the weights as
      they are loaded and beside them by turns, with the largest difference of the two.
      Training is timed in steps of 64 pairs of at most 256 tokens, by LoRA, Lion and
      AdamW, in this order, so that the peak of memory is that of the last one.

      Medians of several runs. Compare only with figures taken in the same minute on the same machine.
      """)

  @Argument(help: "The index folder; none for models alone.")
  var index: String?

  @Option(help: "Query file; an index needs one, a cross-encoder can take one.")
  var queries: String?

  @Option(help: "Encoder to time: a model folder, or a name.")
  var encoder: String?

  @Option(help: "Cross-encoder to time: a model folder, or a name.")
  var crossEncoder: String?

  @Option(help: "Cross-encoder, or encoder to make one of, whose training steps are timed: a model folder, or a name.")
  var train: String?

  @Option(help: "LoRA adapter to time merged and unmerged: its folder, or a name.")
  var adapter: String?

  @Option(help: "Pairs for --train and --adapter, query<TAB>passage a line (default: made-up ones).")
  var pairs: String?

  @Option(help: "Vectors to search, a .npy file.")
  var vectors: String?

  @Option(help: "Vectors of queries for --vectors, a .npy file.")
  var queryVectors: String?

  @Option(help: "How --vectors are stored: fp32, fp16 or int8.")
  var store = StoreName.fp32

  @Flag(help: "Make eight-bit codes of --vectors for a first pass.")
  var codes = false

  @Flag(help: "Build a graph over --vectors and search it.")
  var hnsw = false

  @Option(help: "Links of a node of the graph.")
  var m = 16

  @Option(help: "Candidates among which the links are chosen.")
  var efConstruction = 200

  @Option(help: "What the models compute in: fp32 or int8.")
  var precision = PrecisionName.fp32

  @Option(help: "Texts or pairs a timed run of a model takes.")
  var items = 500

  @Option(help: "Runs of which the median is given.")
  var repeats = 5

  @Option(help: "Threads of the model runs (default: all cores).")
  var threads: Int?

  func validate() throws {
    if items < 1 || repeats < 1 || (threads ?? 1) < 1 {
      throw ValidationError("--items, --repeats and --threads must be at least 1")
    }
    if (vectors == nil) != (queryVectors == nil) { throw ValidationError("--vectors and --query-vectors go together") }
    if vectors == nil, hnsw || codes { throw ValidationError("--hnsw and --codes are for --vectors") }
    if index == nil, encoder == nil, crossEncoder == nil, train == nil, adapter == nil, vectors == nil {
      throw ValidationError(
        "nothing to measure: give an index with --queries, --encoder, --cross-encoder, --adapter, --train or --vectors")
    }
    if pairs != nil, train == nil, adapter == nil { throw ValidationError("--pairs alone: pairs are for --train and --adapter") }
    // As many made-up passages are held in memory.
    if items > 1_000_000 || repeats > 1_000 { throw ValidationError("--items takes at most 1000000, --repeats at most 1000") }
    if queries != nil, index == nil, crossEncoder == nil {
      throw ValidationError("--queries alone: queries are for an index or a --cross-encoder")
    }
    if index != nil, queries == nil { throw ValidationError("an index is measured with queries: give --queries FILE") }
  }

  func run() throws {
    if let vectors, let queryVectors { try StandardOutput.write(vectorBenchmark(vectors, queryVectors).table()) }
    if index == nil, encoder == nil, crossEncoder == nil, train == nil, adapter == nil { return }
    var benchmark = Benchmark(index: index, queries: queries)
    benchmark.encoder = encoder
    benchmark.crossEncoder = crossEncoder
    benchmark.trained = train
    benchmark.adapter = adapter
    benchmark.pairs = pairs
    benchmark.precision = precision.rawValue
    benchmark.items = items
    benchmark.repeats = repeats
    benchmark.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    try StandardOutput.write(benchmark.table())
  }

  private func vectorBenchmark(_ vectors: String, _ queries: String) -> VectorBenchmark {
    var benchmark = VectorBenchmark(vectors: vectors, queries: queries)
    (benchmark.store, benchmark.codes, benchmark.graph) = (store.rawValue, codes, hnsw)
    (benchmark.links, benchmark.efConstruction) = (m, efConstruction)
    (benchmark.repeats, benchmark.threads) = (repeats, threads ?? ProcessInfo.processInfo.activeProcessorCount)
    return benchmark
  }
}
