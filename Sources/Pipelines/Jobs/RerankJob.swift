internal import Bytes
internal import Corpora
internal import Evaluation
internal import Parallelism
internal import Ranking
internal import Transformers

/// Reranks the first documents of a run with a cross-encoder.
public struct RerankJob {
  /// The index folder that holds the texts; nil with candidates.
  public var index: String?
  /// The run to rerank.
  public var run: String
  /// The query file.
  public var queries: String
  /// Cross-encoder: a folder or a name.
  public var model: String
  /// The run file to write, or `-`.
  public var output: String
  /// A top-1000 file (`qid pid query passage`) to take texts from instead of the index.
  public var candidates: String?
  /// Documents of each ranking that are scored; the rest is dropped.
  public var depth = 100
  /// Tokens a pair, special ones included; by default the model's own limit.
  public var maxLength: Int?
  /// fp32 or int8: what the cross-encoder computes in.
  public var precision = "fp32"
  /// The run's tag.
  public var tag = "winnow"
  /// Replace an output of another recipe.
  public var overwrite = false
  /// Threads, memory, progress and notes.
  public var work = WorkSettings()

  /// A job with default settings.
  public init(index: String?, run: String, queries: String, model: String, output: String) {
    self.index = index
    self.run = run
    self.queries = queries
    self.model = model
    self.output = output
  }

  /// Does it. Returns false when the output was up to date.
  public func execute() throws -> Bool {
    let cross = try CrossEncoder(
      folder: ModelLookup.folder(of: model), maxLength: maxLength, precision: Precision(named: precision))
    let file = try QueryFile(path: queries)
    let input = try RunFile.read(path: run)
    let recipe = try recipe(cross, file.queries, input)
    guard try OutputRecord.state(of: output, recipe: recipe, overwrite: overwrite) == .absent else { return false }
    file.warnings.forEach(work.note)
    let start = Progress.now()
    var result = try reranked(input, file.queries, cross)
    result.tag = ByteString(tag)
    try RunFile.write(result, to: output, format: .trec)
    try OutputRecord.write(for: output, recipe: recipe)
    let pairs = result.rankings.reduce(0) { $0 + $1.documents.count }
    let seconds = Progress.now() - start
    work.note(
      "\(pairs) pairs in \(Progress.duration(seconds)) (\(Int(Double(pairs) / max(seconds, 1e-9))) a second); run: \(output)")
    return true
  }

  private func reranked(_ input: Run, _ queries: [Query], _ cross: CrossEncoder) throws -> Run {
    let texts = Dictionary(uniqueKeysWithValues: queries.map { ($0.id, $0.text) })
    func text(of query: QueryID) throws -> [UInt8] {
      guard let text = texts[query] else {
        throw PipelinesError.input(
          reason: "\(run) has query '\(query)', which \(self.queries) lacks; do the two belong together?")
      }
      return text
    }
    let reranking = Reranking(model: cross, depth: depth, work: work)
    if let candidates { return try reranking.rerank(input, queryText: text, passages: CandidatePassages(file: candidates)) }
    return try reranking.rerank(input, queryText: text, passages: IndexPassages(OpenIndex(folder: index ?? "")))
  }

  private func recipe(_ cross: CrossEncoder, _ queries: [Query], _ input: Run) throws -> Recipe {
    var recipe = Recipe()
    recipe.add("winnow", Version.text)
    recipe.add("command", "rerank")
    recipe.add("run", InputDigest.of(input))
    recipe.add("queries", InputDigest.of(queries))
    if let candidates {
      recipe.add("candidates", try InputDigest.ofFile(candidates, "the file of candidates"))
    } else {
      recipe.add("index", try OpenIndex(folder: index ?? "").digest)
    }
    recipe.add("depth", "\(depth)")
    for field in cross.fields { recipe.add("model.\(field.name)", field.value) }
    recipe.add("kernels", cross.instructionSet.name)
    recipe.add("tag", tag)
    return recipe
  }
}
