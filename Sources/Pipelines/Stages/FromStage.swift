internal import Ranking

/// Goes on from the run of an earlier system, without computing it again.
struct FromStage: Stage {
  static let verb = "from"
  static let usage = "{system: BM25}: go on from an earlier system's run"

  var system: String

  init(_ mapping: inout YAMLMapping) throws { system = try mapping.required("system").string() }

  var sources: [String] { [system] }

  func recipe(in session: Session) -> Recipe {
    var recipe = Recipe()
    recipe.add("system", system)
    return recipe
  }

  func apply(to input: Run?, in session: Session) throws -> Run { try session.run(of: system) }
}
