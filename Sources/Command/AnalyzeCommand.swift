import ArgumentParser
internal import Files
internal import Pipelines

/// `winnow analyze`
struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze", abstract: "Look into what models make.", subcommands: [AnalyzeEmbeddingsCommand.self])
}

/// `winnow analyze embeddings`
struct AnalyzeEmbeddingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embeddings",
    abstract: "Measure and draw the embeddings of queries and their passages, models side by side.",
    discussion: """
        winnow analyze embeddings --model all-MiniLM-L6-v2 results/tuned \\
          --queries queries.tsv --qrels qrels.txt --index my-index --output geometry

      Draws queries at random, takes one positive passage for each, and encodes both with every model. Writes a table to standard \
      output, and into the folder: geometry.json (every number), pca.svg and umap.svg (queries and passages coloured), spectrum.svg, \
      points.tsv (the places of all texts) and geometry.html.

      Measures, all over normalised vectors: alignment and uniformity (Wang and Isola, 2020), mean cosine of pairs, isotropy by the \
      partition function (Mu and Viswanath, 2018) and by the spectrum (IsoScore, effective rank), intrinsic dimension (TwoNN, maximum \
      likelihood). UMAP as umap-learn's defaults: 15 neighbours, minimum distance 0.1.

      \(ModelHelp.models)
      """)

  @Option(parsing: .upToNextOption, help: "Encoders: model folders (checkpoints and adapters too), or names.")
  var model: [String]

  @Option(help: "File of queries with ids.")
  var queries: String

  @Option(help: "Judgements (TREC qrels) that name their positive passages.")
  var qrels: String

  @Option(help: "Index that holds the passages' texts.")
  var index: String?

  @Option(parsing: .upToNextOption, help: "Collection files that hold the passages' texts.")
  var collection: [String] = []

  @Option(help: "Folder for the results.")
  var output: String

  @Option(help: "Queries drawn.")
  var sample = 1_000

  @Option(help: "Lowest grade of a positive passage; of a query's passages one of the highest grade is drawn.")
  var level: Int32 = 1

  @Option(help: "Draws queries and passages, and starts UMAP.")
  var seed: UInt64 = 42

  @Option(help: "Pictures: \(AnalyzeEmbeddingsJob.methods.joined(separator: ", ")).")
  var method = "both"

  @Option(help: "What the encoders compute in: fp32, or int8.")
  var precision = PrecisionName.fp32

  @Flag(help: "Replace results of another recipe.")
  var overwrite = false

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if index == nil, collection.isEmpty {
      throw ValidationError("give --index INDEX or --collection FILE for the passages' texts")
    }
    if index != nil, !collection.isEmpty { throw ValidationError("--index and --collection cannot be given together") }
    if sample < 22 { throw ValidationError("--sample must be at least 22") }
    if !AnalyzeEmbeddingsJob.methods.contains(method) {
      throw ValidationError("unknown method '\(method)'; known: \(AnalyzeEmbeddingsJob.methods.joined(separator: ", "))")
    }
  }

  func run() throws {
    var job = AnalyzeEmbeddingsJob(
      models: model, queries: queries, judgements: qrels, texts: index.map { [$0] } ?? collection, output: output)
    job.sample = sample
    job.level = level
    job.seed = seed
    job.method = method
    job.precision = precision.rawValue
    job.overwrite = overwrite
    job.work = work.settings
    guard let table = try job.execute() else { return work.note("\(output): up to date") }
    try StandardOutput.write(table)
  }
}
