internal import Ranking

/// Keeps the first documents of every ranking.
struct CutStage: Stage {
  static let verb = "cut"
  static let continues = true
  static let usage = "{depth: 100}: keep the first documents of every ranking"

  var depth: Int

  init(_ mapping: inout YAMLMapping) throws { depth = try mapping.required("depth").int(atLeast: 1) }

  func recipe(in session: Session) -> Recipe {
    var recipe = Recipe()
    recipe.add("depth", "\(depth)")
    return recipe
  }

  func apply(to input: Run?, in session: Session) throws -> Run {
    guard var run = input else { throw PipelinesError.input(reason: "cut needs a stage before it") }
    for index in run.rankings.indices { run.rankings[index].documents = Array(run.rankings[index].documents.prefix(depth)) }
    return run
  }
}
