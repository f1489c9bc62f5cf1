internal import Bytes
internal import Files
internal import Foundation
internal import Geometry
internal import Parallelism
internal import Ranking
internal import Tensors
internal import Transformers

/// Measures and draws the embeddings of queries and their positive passages by several models, side by side (arXiv:2506.18535, section 5;
/// the measures are Wang and Isola's and others').
public struct AnalyzeEmbeddingsJob {
  /// Encoders: folders or names.
  public var models: [String]
  /// Queries with ids.
  public var queries: String
  /// Judgements that name their positive passages.
  public var judgements: String
  /// An index, collection files, or top-1000 files that hold the passages' texts.
  public var texts: [String]
  /// A folder for the results.
  public var output: String
  /// Queries drawn.
  public var sample = 1_000
  /// Lowest grade of a positive passage.
  public var level: Int32 = 1
  /// Draws queries and passages, and starts UMAP.
  public var seed: UInt64 = 42
  /// Pictures: "pca", "umap" or "both".
  public var method = "both"
  /// fp32 or int8: what the encoders compute in.
  public var precision = "fp32"
  /// Replace results of another recipe.
  public var overwrite = false
  /// Threads, memory, progress and notes.
  public var work = WorkSettings()

  /// Names that `method` may have.
  public static let methods = ["both", "umap", "pca"]
  /// Fewest pairs of which the intrinsic dimension can say something; UMAP could of 8.
  static let leastPairs = 22

  /// A job with default settings.
  public init(models: [String], queries: String, judgements: String, texts: [String], output: String) {
    self.models = models
    self.queries = queries
    self.judgements = judgements
    self.texts = texts
    self.output = output
  }

  /// Does it, and returns the table of measures; nil when the results were up to date.
  /// - Throws: `PipelinesError` for wrong inputs, and what reading them, loading models and encoding throw.
  public func execute() throws -> String? {
    let encoders = try models.map {
      try TextEncoder(folder: ModelLookup.folder(of: $0), precision: Precision(named: precision))
    }
    let sample = try PairSample(
      queries: queries, judgements: judgements, texts: texts, count: sample, level: level, seed: seed)
    try check(sample)
    let recipe = recipe(encoders, sample), folder = GeometryFolder(path: output)
    guard try folder.prepare(recipe, overwrite: overwrite) == .absent else { return nil }
    sample.notes.forEach(work.note)
    let analyzed = try zip(names, encoders).map { try analyze($0, $1, sample) }
    let report = GeometryReport(models: analyzed, sample: sample, settings: settings(sample))
    try folder.write(report, recipe: recipe)
    return report.table
  }

  private func check(_ sample: PairSample) throws {
    guard sample.pairs.count < Self.leastPairs else { return }
    throw PipelinesError.input(
      reason: "\(sample.pairs.count) queries with a positive passage are too few; the analysis needs at least \(Self.leastPairs) "
        + "(give more queries or judgements, or a larger --sample)")
  }

  private func analyze(_ name: String, _ encoder: TextEncoder, _ sample: PairSample) throws -> AnalyzedModel {
    let workers = Workers(threads: work.threads, instructionSet: encoder.instructionSet)
    let found = try vectors(name, encoder, sample)
    let all = found.queries.followed(by: found.passages)
    let pictures = try PictureMethod.allCases.filter { method == "both" || method == $0.name.lowercased() }.map {
      try EmbeddingPicture($0, of: all, queries: sample.pairs.count, seed: seed, workers)
    }
    try work.budget.check()
    return AnalyzedModel(
      name: name, dimension: encoder.dimension,
      geometry: try EmbeddingGeometry(queries: found.queries, passages: found.passages, seed: seed, workers), pictures: pictures)
  }

  private func vectors(_ name: String, _ encoder: TextEncoder, _ sample: PairSample) throws -> (
    queries: Vectors, passages: Vectors
  ) {
    let progress = Progress("encoding with \(name)", unit: "texts", total: 2 * sample.pairs.count, quiet: work.quiet)
    let count = sample.pairs.count
    let queries = try namingInputs(of: name, { "query '\(sample.pairs[$0].query.id)'" }) {
      try encoder.encode(sample.pairs.map(\.query.text), prompt: .query, threads: work.threads) { progress.reach($0) }
    }
    let passages = try namingInputs(of: name, { "passage '\(sample.pairs[$0].passage)'" }) {
      try encoder.encode(sample.pairs.map(\.text), prompt: .document, threads: work.threads) { progress.reach(count + $0) }
    }
    progress.finish()
    return (try finite(queries, name, encoder.dimension), try finite(passages, name, encoder.dimension))
  }

  private func finite(_ values: [Float], _ name: String, _ width: Int) throws -> Vectors {
    do { return try Vectors(values, width: width) } catch { throw PipelinesError.input(reason: "\(name): \(error)") }
  }

  /// The folders' own names; whole paths where two are alike.
  var names: [String] {
    let short = models.map { ($0 as NSString).lastPathComponent }
    return Set(short).count == short.count ? short : models
  }

  private func settings(_ sample: PairSample) -> [(name: String, value: String)] {
    [
      ("pairs", "\(sample.pairs.count)"), ("grade", "\(level) or more"), ("seed", "\(seed)"), ("precision", precision),
      ("UMAP", "15 neighbours, minimum distance 0.1, spectral start, 500 epochs (200 over 10,000 vectors)"),
    ]
  }

  private func recipe(_ encoders: [TextEncoder], _ sample: PairSample) -> Recipe {
    var recipe = Recipe()
    recipe.add("winnow", Version.text)
    recipe.add("command", "analyze embeddings")
    recipe.add("pairs", sample.digest)
    recipe.add("seed", "\(seed)")
    recipe.add("method", method)
    for (number, encoder) in encoders.enumerated() {
      recipe.add("model.\(number + 1)", names[number])
      for field in encoder.fields { recipe.add("model.\(number + 1).\(field.name)", field.value) }
    }
    if let first = encoders.first { recipe.add("kernels", first.instructionSet.name) }
    return recipe
  }
}

extension PairSample {
  /// Of ids and texts in order.
  var digest: String {
    let passages = pairs.map { Query(id: $0.passage, text: $0.text) }
    return InputDigest.of(pairs.map(\.query) + passages)
  }
}
