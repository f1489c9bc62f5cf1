public import ArgumentParser
internal import Corpora
public import Pipelines

/// `winnow mine`
struct MineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mine",
    abstract: "Mine an index for training examples: hard negatives, or passages with scores for distillation.",
    discussion: """
        winnow mine my-index --queries train.tsv --qrels qrels.train.tsv --output triplets.jsonl --method dense
        winnow mine my-index --queries train.tsv --format scored-pairs --method dense --output pairs.jsonl

      Without further options this is the mining of arXiv:2506.18535 ("When Fine-Tuning Fails", hard negatives): every query is \
      searched, its first judged positive is paired with one passage drawn at random from ranks 50 to 200, positives excluded, \
      seed 42; exactly one triplet a query. (The paper searched MS MARCO's 8.8 million passages with all-MiniLM-L6-v2: \
      --method dense over an index with that model's embeddings.)

      Ranks count every hit, also those that are excluded. By default nothing that is judged for a query is a negative of it; \
      --positives-only lets what is judged not relevant be one. --margin and --relative-margin keep negatives away whose score comes \
      too near the positive's, as they are likely to be positives that nobody judged (NV-Retriever, arXiv:2407.15831: .05, and .95).

      Formats: triplets (JSON lines of query, positive, negative; sentence-transformers), tevatron, flagembedding (with scores), \
      ids (qid, pid, pid, as MS MARCO's qidpidtriples); for distillation, without judgements, scored-pairs and scored-lists: for each \
      query one passage from each of --strata with the score of the search, such as the cosine of a dense index. All are read by \
      `winnow train`.

      What is drawn depends on --seed and the query's id alone: not on threads, other queries or their order.
      """)

  @Argument(help: "The index folder.")
  var index: String

  @Option(parsing: .upToNextOption, help: "Query files: TSV (id, tab, text), JSONL, BEIR or TREC topics.")
  var queries: [String]

  @Option(help: "Judgements: TREC qrels, or BEIR's TSV.")
  var qrels: String?

  @Option(help: "File to write; .gz and .zst compress; - is standard output.")
  var output: String

  @Option(help: "How candidates are found: bm25, or dense (exact search over embeddings).")
  var method = Method.bm25

  /// How candidates are found.
  enum Method: String, CaseIterable, ExpressibleByArgument {
    case bm25, dense

    var search: SearchMethod { self == .bm25 ? .bm25 : .dense }
  }

  @OptionGroup var candidates: CandidateOptions

  @Option(help: "triplets, tevatron, flagembedding, ids; scored-pairs or scored-lists.")
  var format = MiningFormat.triplets

  @Option(help: "For scored formats: windows of ranks, one passage from each; random is any passage of the index.")
  var strata = "1-3,4-30,31-200|random"

  @Option(help: "Decides, with a query's id, what is drawn.")
  var seed: UInt64 = 42

  @OptionGroup var scoring: ScoringModelOptions

  @Option(help: "Encoder for the queries (default: the one named in the index).")
  var model: String?

  @Option(help: "Name of the set of embeddings, when there are several.")
  var name: String?

  @Flag(help: "Replace an output of another recipe.")
  var overwrite = false

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if queries.isEmpty { throw ValidationError("give at least one file of queries") }
    if method == .bm25, model != nil || name != nil {
      throw ValidationError("--model and --name are about embeddings: give --method dense with them")
    }
    _ = try scoring.model()
    if format.isScored {
      let parsed = try usable { try RankStrata(parsing: strata) }
      if parsed.usesCollection, method == .bm25 {
        throw ValidationError("random passages are scored by embeddings: give --method dense, or --strata without random")
      }
    } else if qrels == nil {
      throw ValidationError("give --qrels, or --format scored-pairs or scored-lists, which need no judgements")
    }
  }

  func run() throws {
    var job = MineJob(index: index, queries: queries, judgements: qrels, output: output)
    job.settings.search.method = method.search
    job.settings.search.scoring = try scoring.model()
    job.settings.search.model = model
    job.settings.search.set = name
    job.settings.judged = try candidates.options()
    job.settings.margin = ScoreMargin(absolute: candidates.margin, relative: candidates.relativeMargin)
    job.settings.strata = format.isScored ? try RankStrata(parsing: strata) : nil
    job.settings.seed = seed
    job.settings.format = format
    job.overwrite = overwrite
    job.work = work.settings
    if try job.run() == nil { work.note("\(output): up to date") }
  }
}

/// Which passages are positives and which may be negatives.
struct CandidateOptions: ParsableArguments {
  @Option(help: "Ranks that negatives are from.")
  var ranks = "50-200"

  @Option(help: "Negatives for each positive.")
  var negatives = 1

  @Option(help: "How negatives are taken from the ranks: random, or top (the first ones that are allowed).")
  var choice = NegativeSampling.Choice.random

  @Option(help: "Which positives of a query: first (in the order of the judgements), each (one example a positive), together.")
  var positives = PositiveChoice.first

  @Option(name: .shortAndLong, help: "Documents judged this or more are positives.")
  var level: Int32 = 1

  @Option(help: "A negative scores at least this much less than the positive.")
  var margin: Float?

  @Option(help: "A negative scores at most this share of the positive's score.")
  var relativeMargin: Float?

  @Flag(name: .customLong("exclude-judged"), help: "Nothing that is judged is a negative (default).")
  var excludeJudged = false

  @Flag(help: "Only positives are excluded: what is judged not relevant may be a negative.")
  var positivesOnly = false

  func validate() throws {
    if !(1...10_000).contains(negatives) { throw ValidationError("--negatives must be from 1 to 10000") }
    if let margin, !(margin >= 0 && margin.isFinite) { throw ValidationError("--margin must be 0 or more") }
    if let relativeMargin, !(relativeMargin > 0 && relativeMargin <= 1) {
      throw ValidationError("--relative-margin must be above 0 and at most 1")
    }
    if excludeJudged, positivesOnly { throw ValidationError("--exclude-judged and --positives-only cannot be given together") }
    _ = try usable { try RankWindow(parsing: ranks) }
  }

  func options() throws -> JudgedRunOptions {
    var options = JudgedRunOptions()
    options.level = level
    options.positives = positives
    options.negatives = NegativeSampling(window: try RankWindow(parsing: ranks), count: negatives, choice: choice)
    options.excludesAllJudged = !positivesOnly
    return options
  }
}

/// Turns an error about a setting into one of usage.
private func usable<Value>(_ body: () throws -> Value) throws -> Value {
  do { return try body() } catch { throw ValidationError("\(error)") }
}

extension MiningFormat: ExpressibleByArgument {}
extension PositiveChoice: ExpressibleByArgument {}
extension NegativeSampling.Choice: ExpressibleByArgument {}
