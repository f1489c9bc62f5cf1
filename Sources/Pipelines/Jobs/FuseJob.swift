internal import Evaluation
internal import Ranking

/// Joins several run files into one by reciprocal rank fusion.
public struct FuseJob {
  /// The runs. Their order decides no score: only which queries come first.
  public var runs: [String]
  /// The run file to write, or `-`.
  public var output: String
  /// The constant of reciprocal rank fusion.
  public var k = 60
  /// Documents kept for each query.
  public var hits = 1000
  /// The run's tag.
  public var tag = "winnow"
  /// Replace an output of another recipe.
  public var overwrite = false
  /// Takes notes for people, e.g. on queries that only some runs have.
  public var note: (String) -> Void = { _ in }

  /// A job with default settings.
  public init(runs: [String], output: String) {
    self.runs = runs
    self.output = output
  }

  /// Does it. Returns false when the output was up to date.
  public func execute() throws -> Bool {
    let inputs = try runs.map { try RunFile.read(path: $0) }
    var recipe = Recipe()
    recipe.add("winnow", Version.text)
    recipe.add("command", "fuse")
    for (number, run) in inputs.enumerated() { recipe.add("run \(number + 1)", InputDigest.of(run)) }
    recipe.add("method", "rrf")
    recipe.add("k", "\(k)")
    recipe.add("hits", "\(hits)")
    recipe.add("tag", tag)
    guard try OutputRecord.state(of: output, recipe: recipe, overwrite: overwrite) == .absent else { return false }
    let result = ReciprocalRankFusion(k: k, hits: hits).fuse(inputs, tag: .init(tag))
    for (path, run) in zip(runs, inputs) where run.rankings.count < result.rankings.count {
      note("\(path) has \(run.rankings.count) of the \(result.rankings.count) queries; the others come from the other runs alone")
    }
    try RunFile.write(result, to: output, format: .trec)
    try OutputRecord.write(for: output, recipe: recipe)
    note("\(result.rankings.count) queries out of \(runs.count) runs; run: \(output)")
    return true
  }
}
