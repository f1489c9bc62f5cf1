internal import Evaluation
public import Ranking

/// Joins several run files into one, or finds the weights for it.
public struct FuseJob {
  /// Where the weights come from.
  public enum Weights: Sendable {
    /// They are the fusion's own.
    case given
    /// Tuned on judgements, and written to a file where one is named.
    case tuned(FusionTuning, file: String?)
    /// Out of a file of tuned ones, with the method.
    case saved(file: String)
  }

  /// What was done.
  public struct Outcome: Sendable {
    /// Outputs that were there already, made by the same recipe.
    public var upToDate: [String] = []
    /// The weights of a fusion by scores.
    public var weights: [Double]?
  }

  /// The runs. With reciprocal rank fusion their order decides no score: only which queries come first.
  public var runs: [String]
  /// The run file to write, or `-`; nil where only weights are wanted.
  public var output: String?
  /// How they are joined.
  public var fusion: Fusion
  /// Where its weights come from.
  public var weights = Weights.given
  /// The run's tag.
  public var tag = "winnow"
  /// Replace outputs of another recipe.
  public var overwrite = false
  /// Threads that tune.
  public var threads = 1
  /// Takes notes for people, e.g. on queries that only some runs have.
  public var note: (String) -> Void = { _ in }

  /// A job with default settings.
  public init(runs: [String], output: String?, fusion: Fusion = .reciprocalRank(ReciprocalRankFusion(hits: 1000))) {
    self.runs = runs
    self.output = output
    self.fusion = fusion
  }

  /// Does it.
  public func execute() throws -> Outcome {
    let inputs = try runs.map { try RunFile.read(path: $0) }
    var outcome = Outcome()
    let fusion = try weighted(inputs, &outcome)
    if case .scores(let scores) = fusion { outcome.weights = scores.weights }
    if let output, try !fuse(inputs, fusion, to: output) { outcome.upToDate.append(output) }
    return outcome
  }

  /// Writes the run; false when it was up to date.
  private func fuse(_ inputs: [Run], _ fusion: Fusion, to output: String) throws -> Bool {
    var recipe = recipe(inputs)
    for field in fusion.fields { recipe.add(field.name, field.value) }
    recipe.add("tag", tag)
    guard try OutputRecord.state(of: output, recipe: recipe, overwrite: overwrite) == .absent else { return false }
    let result = fusion.fuse(inputs, tag: .init(tag))
    for (path, run) in zip(runs, inputs) where run.rankings.count < result.rankings.count {
      note("\(path) has \(run.rankings.count) of the \(result.rankings.count) queries; the others come from the other runs alone")
    }
    try RunFile.write(result, to: output, format: .trec)
    try OutputRecord.write(for: output, recipe: recipe)
    note("\(result.rankings.count) queries out of \(runs.count) runs; run: \(output)")
    return true
  }

  private func recipe(_ inputs: [Run]) -> Recipe {
    var recipe = Recipe()
    recipe.add("winnow", Version.text)
    recipe.add("command", "fuse")
    for (number, run) in inputs.enumerated() { recipe.add("run \(number + 1)", InputDigest.of(run)) }
    return recipe
  }

  /// The fusion with its weights, which are found and written first where that is asked for.
  private func weighted(_ inputs: [Run], _ outcome: inout Outcome) throws -> Fusion {
    guard case .scores(var fusion) = fusion else { return fusion }
    switch weights {
    case .given: break
    case .saved(let file):
      let saved = try WeightsFile(path: file, hits: fusion.hits)
      try saved.check(inputs, path: file, note: note)
      fusion = saved.fusion
    case .tuned(let tuning, let file):
      fusion.weights = try tuned(tuning, file, fusion, inputs, &outcome)
    }
    return .scores(fusion)
  }

  private func tuned(
    _ tuning: FusionTuning, _ file: String?, _ fusion: ScoreFusion, _ inputs: [Run], _ outcome: inout Outcome
  ) throws -> [Double] {
    let judgements = try InputDigest.ofFile(tuning.judgements, "the file of judgements")
    var recipe = recipe(inputs)
    for field in Fusion.scores(fusion).fields where field.name != "weights" { recipe.add(field.name, field.value) }
    recipe.add("qrels", judgements)
    recipe.add("measure", tuning.measure)
    if let file, try OutputRecord.state(of: file, recipe: recipe, overwrite: overwrite) == .upToDate {
      outcome.upToDate.append(file)
      return try WeightsFile(path: file, hits: fusion.hits).fusion.weights
    }
    let found = try tuning.weights(of: inputs, fusion: fusion, threads: threads)
    note(found.text(on: tuning.judgements))
    guard let file else { return found.weights }
    try WeightsFile.write(found, fusion, runs: inputs, judgements: judgements, to: file)
    try OutputRecord.write(for: file, recipe: recipe)
    return found.weights
  }
}
