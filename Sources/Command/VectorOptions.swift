import ArgumentParser
internal import Dense
internal import Pipelines

/// Options of a set of vectors that is added to an index.
struct VectorOptions: ParsableArguments {
  @Option(help: "Embed every document with this encoder: a model folder, or a name.")
  var dense: String?

  @Option(help: "With --dense: what the encoder computes in, fp32 or int8 (default: fp32).")
  var precision: PrecisionName?

  @Option(
    help:
      "Take vectors made elsewhere: FILE.npy with ids in FILE.npy.ids, or FILE.jsonl of {\"id\", \"vector\"} (also .gz, .zst).")
  var vectors: String?

  @Option(help: "With --vectors FILE.npy: the file with the id of each row's document, one a line (default: FILE.npy.ids).")
  var vectorIds: String?

  @Option(help: "Name of the set of vectors (default: the encoder's name, with -int8 behind it for int8, or the file's).")
  var name: String?

  @Option(help: "How the set is stored: fp32, fp16 (half the bytes) or int8 (a quarter, with a scale a vector) (default: fp32).")
  var store: StoreName?

  @Option(help: "Keep eight-bit codes beside the vectors, for a quick first pass: int8 or none (default: none).")
  var codes: CodesName?

  @Option(help: "What a score is: ip (inner product), cosine or l2 (minus the squared distance) (default: ip).")
  var metric: MetricName?

  @Flag(help: "Build a graph (HNSW) over the set: searches follow its links instead of reading all vectors.")
  var hnsw = false

  @Option(help: "With --hnsw: links of a new vector, twice as many on the lowest level (default: 16).")
  var m: Int?

  @Option(help: "With --hnsw: candidates among which the links are chosen (default: 200).")
  var efConstruction: Int?

  func validate() throws {
    if vectors != nil, dense != nil {
      throw ValidationError(
        "--vectors and --dense: vectors are taken from a file or made by an encoder; leave out one of the two")
    }
    if let name, name.isEmpty || name.contains(where: { $0.isWhitespace || ($0.asciiValue ?? 32) < 32 }) {
      throw ValidationError("--name must be one word")
    }
    if precision != nil, dense == nil { throw ValidationError("--precision without --dense MODEL: no encoder computes") }
    if vectorIds != nil, vectors == nil { throw ValidationError("--vector-ids without --vectors FILE.npy: there are no rows") }
    if m != nil || efConstruction != nil, !hnsw {
      throw ValidationError("--m and --ef-construction are about a graph: give --hnsw")
    }
    if !makesVectors { try refuseLonely() }
  }

  /// True when vectors are to be added.
  var makesVectors: Bool { dense != nil || vectors != nil }

  /// True when vectors or a graph over vectors are to be added.
  var isAsked: Bool { makesVectors || hnsw }

  private func refuseLonely() throws {
    if name != nil, !hnsw { throw ValidationError("--name without --dense MODEL, --vectors FILE or --hnsw names nothing") }
    if store != nil || metric != nil || codes != nil {
      throw ValidationError(
        "--store, --codes and --metric are about a set of vectors: give --dense MODEL or --vectors FILE with them")
    }
  }

  /// Puts them into a job.
  func apply(to job: inout IndexJob) {
    job.encoder = dense
    job.precision = (precision ?? .fp32).rawValue
    job.vectorFile = vectors
    job.vectorIDs = vectorIds
    job.setName = name
    job.vectors.store = store.flatMap { VectorStore(rawValue: $0.rawValue) }
    job.vectors.codes = codes.map { $0 == .int8 }
    job.graph = hnsw ? GraphSettings(links: m, efConstruction: efConstruction) : nil
    job.vectors.metric = metric.flatMap { VectorMetric(rawValue: $0.rawValue) }
  }
}

/// Stores of sets of vectors on the command line.
enum StoreName: String, CaseIterable, ExpressibleByArgument {
  case fp32
  case fp16
  case int8
}

/// Metrics of sets of vectors on the command line.
enum MetricName: String, CaseIterable, ExpressibleByArgument {
  case ip
  case cosine
  case l2
}

/// Codes beside vectors on the command line.
enum CodesName: String, CaseIterable, ExpressibleByArgument {
  case int8
  case none
}
