internal import Evaluation
internal import Ranking

/// Joins the runs of earlier systems.
struct FuseStage: Stage {
  static let verb = "fuse"
  static let usage =
    "{of: [BM25, Dense], method: rrf, k: 60, hits: 1000}: one run out of several earlier systems'; "
    + "or {of: [BM25, Dense], method: zscore, weights: [0.3, 0.7], missing: last} with method linear, minmax or zscore and missing last or "
    + "zero; or tune: {set: NAME, measure: nDCG@10} for weights that are best on one of the sets"

  /// Weights that are chosen on one of the pipeline's sets of queries.
  struct Tuning: Sendable {
    var set: String
    var measure: String
  }

  var systems: [String]
  var fusion: Fusion
  /// Nil where the fusion's weights are its own.
  var tuning: Tuning?

  init(_ mapping: inout YAMLMapping) throws {
    systems = try mapping.required("of").list().map { try $0.string() }
    guard systems.count >= 2 else { throw mapping.reader.error("fuse needs at least two systems in `of`") }
    let method = mapping.optional("method"), name = try method?.string() ?? "rrf"
    let (k, missing) = (mapping.optional("k"), mapping.optional("missing"))
    let (weights, tune) = (mapping.optional("weights"), mapping.optional("tune"))
    if let given = weights ?? tune ?? missing, name == "rrf" {
      throw given.error("method rrf takes no weights, and what is missing counts nothing; linear, minmax and zscore do")
    }
    if let k, name != "rrf" { throw k.error("k belongs to method rrf") }
    if let tune, weights != nil { throw tune.error("weights are given already; leave out either weights or tune") }
    let hits = try mapping.optional("hits")?.int(atLeast: 1) ?? 1000
    let count = systems.count
    guard
      let fusion = try Fusion(
        named: name, runs: count, k: k?.int(atLeast: 0) ?? 60, weights: weights.map { try numbers($0, count) },
        missing: missing?.oneOf(MissingScore.allCases) ?? .last, hits: hits)
    else {
      throw (method ?? mapping.reader).error(
        "unknown fusion method '\(name)'; known: \(Fusion.names.joined(separator: ", "))")
    }
    self.fusion = fusion
    tuning = try tune.map(Tuning.init)
  }

  init(systems: [String], k: Int, hits: Int) {
    self.systems = systems
    fusion = .reciprocalRank(ReciprocalRankFusion(k: k, hits: hits))
  }

  var sources: [String] { systems }

  func recipe(in session: Session) -> Recipe {
    var recipe = Recipe()
    recipe.add("of", systems.joined(separator: ", "))
    for field in fusion.fields where tuning == nil || field.name != "weights" { recipe.add(field.name, field.value) }
    if let tuning { recipe.add("tune", "\(tuning.measure) on \(tuning.set)") }
    return recipe
  }

  func apply(to input: Run?, in session: Session) throws -> Run {
    try fusion.fuse(systems.map { try session.run(of: $0) }, tag: "winnow")
  }
}

extension FuseStage {
  /// Tunes the weights over the set in whose session the sources have run, and becomes a stage with these weights.
  func tuned(in session: Session, _ inputs: PipelineInputs) throws -> (stage: FuseStage, weights: TunedWeights)? {
    guard let tuning, case .scores(var scores) = fusion else { return nil }
    let runs = try systems.map { try session.run(of: $0) }
    let topics = try TuningTopics(
      runs, scores, inputs.judgements, measure: RepeatedMeasure(parsing: tuning.measure), complete: true,
      threads: session.work.threads)
    let found = TunedWeights(try WeightSearch(runs: runs.count).best(topics.value), measure: tuning.measure)
    scores.weights = found.weights
    var stage = self
    (stage.fusion, stage.tuning) = (.scores(scores), nil)
    return (stage, found)
  }
}

extension FuseStage.Tuning {
  init(_ reader: YAMLReader) throws {
    var mapping = try reader.mapping()
    set = try mapping.required("set").string()
    let named = mapping.optional("measure")
    do { measure = try FusionTuning.checked(measure: named?.string() ?? "nDCG@10") } catch let error as EvaluationError {
      throw (named ?? reader).error("\(error)")
    }
    try mapping.finish()
  }
}

private func numbers(_ reader: YAMLReader, _ count: Int) throws -> [Double] {
  let numbers = try reader.list().map { try $0.double() }
  if numbers.count == count { return numbers }
  throw reader.error("one weight for each of the \(count) systems is needed, not \(numbers.count)")
}
