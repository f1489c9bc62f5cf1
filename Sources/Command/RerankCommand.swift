import ArgumentParser
internal import Pipelines

/// `winnow rerank`
struct RerankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rerank",
    abstract: "Rerank the first documents of a run with a cross-encoder.",
    discussion: """
        winnow rerank my-index --run bm25.run --queries queries.tsv \\
          --model my-cross-encoder --output reranked.run
        winnow rerank --candidates top1000.tsv --run bm25.run --queries queries.tsv \\
          --model my-cross-encoder --output reranked.run    # without an index

      The first --depth documents of every query are scored and written; the rest is dropped. Scores are raw logits, whatever activation \
      the model's folder names.

      \(ModelHelp.models)

      \(ModelHelp.precision)
      """)

  @Argument(help: "The index folder that holds the texts; not needed with --candidates.")
  var index: String?

  @Option(name: .customLong("run"), help: "The TREC run to rerank.")
  var runFile: String

  @Option(help: "Query file.")
  var queries: String

  @Option(help: "Cross-encoder: a model folder, or a name.")
  var model: String

  @Option(help: "Run file to write; - is standard output.")
  var output: String

  @Option(help: "Take texts from a file of lines `qid pid query passage` (tabs) instead of the index.")
  var candidates: String?

  @Option(help: "Documents of each query to score.")
  var depth = 100

  @Option(help: "Longest query-passage pair in tokens (default: the model's limit).")
  var maxLength: Int?

  @Option(help: "What the cross-encoder computes in: fp32, or int8, which is faster and nearly as good.")
  var precision = PrecisionName.fp32

  @OptionGroup var result: RunOutputOptions

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if index == nil, candidates == nil { throw ValidationError("give an index folder, or --candidates FILE") }
    if depth < 1 { throw ValidationError("--depth must be at least 1") }
    if let maxLength, maxLength < 8 { throw ValidationError("--max-length must be at least 8") }
  }

  func run() throws {
    var job = RerankJob(index: index, run: runFile, queries: queries, model: model, output: output)
    job.candidates = candidates
    job.depth = depth
    job.maxLength = maxLength
    job.precision = precision.rawValue
    job.tag = result.tag
    job.overwrite = result.overwrite
    job.work = work.settings
    if try !job.execute() { work.note("\(output): up to date") }
  }
}
