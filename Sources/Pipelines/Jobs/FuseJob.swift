internal import Evaluation
public import Ranking

/// Joins several run files into one.
public struct FuseJob {
  /// The runs. With reciprocal rank fusion their order decides no score: only which queries come first.
  public var runs: [String]
  /// The run file to write, or `-`.
  public var output: String
  /// How they are joined.
  public var fusion: Fusion
  /// Judgements that choose the weights of a fusion of two runs; nil takes the fusion's own.
  public var tuning: FusionTuning?
  /// The run's tag.
  public var tag = "winnow"
  /// Replace an output of another recipe.
  public var overwrite = false
  /// Takes notes for people, e.g. on queries that only some runs have.
  public var note: (String) -> Void = { _ in }

  /// A job with default settings.
  public init(runs: [String], output: String, fusion: Fusion = .reciprocalRank(ReciprocalRankFusion(hits: 1000))) {
    self.runs = runs
    self.output = output
    self.fusion = fusion
  }

  /// Does it. Returns false when the output was up to date.
  public func execute() throws -> Bool {
    let inputs = try runs.map { try RunFile.read(path: $0) }
    let fusion = try tuned(inputs)
    var recipe = Recipe()
    recipe.add("winnow", Version.text)
    recipe.add("command", "fuse")
    for (number, run) in inputs.enumerated() { recipe.add("run \(number + 1)", InputDigest.of(run)) }
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

  private func tuned(_ inputs: [Run]) throws -> Fusion {
    guard let tuning, case .scores(var fusion) = fusion else { return fusion }
    let found = try tuning.weights(of: inputs, fusion: fusion)
    fusion.weights = found.weights
    let weights = found.weights.map { "\($0)" }.joined(separator: " ")
    note("weights \(weights): \(tuning.measure) \(found.value) on \(tuning.judgements), the best of \(FusionTuning.steps + 1)")
    return .scores(fusion)
  }
}
