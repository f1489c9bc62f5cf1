public import ArgumentParser
internal import Files
public import Pipelines

/// `winnow search`
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Search an index: a file of queries into a run file, or a few words to look at.",
    discussion: """
        winnow search my-index "how do plants drink"        # hits with passages
        winnow search my-index --queries queries.tsv --output bm25.run
        winnow search my-index --queries queries.tsv --output h.run --method hybrid
        winnow search my-index --queries queries.tsv --output d.run --method dense --ef 400
        winnow search my-index --queries queries.tsv --output q.run --scoring qld --mu 1000
        winnow search my-index --queries queries.tsv --output rm3.run --rm3

      Equal scores are ordered by document id, ascending by bytes, whatever the number of threads.
      """)

  @Argument(help: "The index folder.")
  var index: String

  @Argument(help: "Words to search for; shows the best hits.")
  var words: String?

  @Option(help: "Query file: TSV (id, tab, text), JSONL, BEIR or TREC topics; - is standard input.")
  var queries: String?

  @Option(help: "Run file to write; .gz and .zst compress; - is standard output.")
  var output: String?

  @Option(
    help: """
      bm25, impact (over an index of impacts), dense (search over embeddings) or hybrid (both, reciprocal rank fusion with \
      k = 60) (default: impact where the index holds impacts, else bm25).
      """)
  var method: SearchMethod?

  @Option(help: "Hits a query (default: 1000; 5 with words).")
  var hits: Int?

  @OptionGroup var scoring: ScoringModelOptions

  @OptionGroup var expansion: FeedbackOptions

  @Option(
    help: "Encoder for the queries (default: the one named in the index); another one is refused. With bm25, as --scoring.")
  var model: String?

  @Option(help: "What the query encoder computes in, fp32 or int8 (default: what the index's embeddings were made in).")
  var precision: PrecisionName?

  @Option(
    help: """
      With --method dense or hybrid: take the queries' vectors from FILE.npy (ids in FILE.npy.ids) or FILE.jsonl of {\"id\", \"vector\"} \
      instead of encoding them; without --queries, all that are in it.
      """)
  var queryVectors: String?

  @Option(help: "Name of the set of embeddings, when there are several.")
  var name: String?

  @OptionGroup var dense: DenseSearchOptions

  @OptionGroup var vectorFeedback: VectorFeedbackOptions

  @Option(help: "trec (qid Q0 docid rank score tag) or msmarco (qid, docid, rank).")
  var format = RunFormatName.trec

  @OptionGroup var result: RunOutputOptions

  @OptionGroup var work: WorkOptions

  /// Without embeddings.
  private var isLexical: Bool { method != .dense && method != .hybrid }

  func validate() throws {
    if let hits, hits < 1 { throw ValidationError("--hits must be at least 1") }
    if isLexical, name != nil || precision != nil || queryVectors != nil {
      throw ValidationError(
        "--name, --precision and --query-vectors are about embeddings: give --method dense or hybrid with them")
    }
    if queryVectors != nil, model != nil || precision != nil {
      throw ValidationError("--query-vectors come from a file: no encoder computes, so leave out --model and --precision")
    }
    try dense.check(method)
    if isLexical, vectorFeedback.prf != nil {
      throw ValidationError(
        "--prf is feedback over embeddings: give --method dense or hybrid with it (for BM25: --rm3, --rocchio)")
    }
    _ = try scoring.model(alias: isLexical ? model : nil)
    try checkScoring()
    if expansion.feedback != nil, method == .dense || method == .impact {
      throw ValidationError("--rm3 and --rocchio expand the query of BM25: give --method bm25 or hybrid with them")
    }
    switch (words, queries, output) {
    case (.some, nil, nil) where queryVectors == nil: break
    case (nil, .some, .some): break
    case (nil, nil, .some) where queryVectors != nil && method == .dense: break
    default:
      throw ValidationError(
        "give either words in quotes, or --queries FILE (with --method dense: or --query-vectors FILE) with --output RUN")
    }
  }

  /// Embeddings and impacts have no use for a scoring model.
  private func checkScoring() throws {
    guard scoring.isGiven else { return }
    let options = "--scoring, --k1, --b, --delta, --mu and --exact-lengths"
    switch method {
    case .dense: throw ValidationError("\(options) are about terms: give --method bm25 or hybrid with them")
    case .impact: throw ValidationError("impacts are added up as they are: leave out \(options)")
    default: break
    }
  }

  /// A scoring model that was asked for is not left aside because the index holds impacts.
  private var chosenMethod: SearchMethod? { method ?? (scoring.isGiven || model != nil ? .bm25 : nil) }

  func run() throws {
    var settings = SearchSettings()
    settings.method = chosenMethod
    settings.hits = hits ?? (words == nil ? 1000 : 5)
    settings.scoring = try scoring.model(alias: isLexical ? model : nil)
    settings.feedback = expansion.feedback
    settings.explainsFeedback = expansion.explainFeedback
    settings.model = isLexical ? nil : model
    settings.set = name
    settings.queryVectors = queryVectors
    settings.precision = precision?.rawValue
    dense.apply(to: &settings)
    settings.vectorFeedback = vectorFeedback.feedback
    if let words { return try preview(words, settings) }
    var job = SearchJob(index: index, queries: queries ?? "", output: output ?? "")
    job.settings = settings
    job.format = format.rawValue
    job.tag = result.tag
    job.overwrite = result.overwrite
    job.work = work.settings
    if try !job.run() { work.note("\(output ?? ""): up to date") }
  }

  private func preview(_ words: String, _ settings: SearchSettings) throws {
    var preview = SearchPreview(index: index)
    preview.settings = settings
    preview.threads = work.threadCount
    preview.note = work.settings.note
    try StandardOutput.write(try preview.text(for: words))
  }
}

extension SearchMethod: ExpressibleByArgument {}

/// Formats of run files on the command line.
enum RunFormatName: String, CaseIterable, ExpressibleByArgument {
  case trec
  case msmarco
}
