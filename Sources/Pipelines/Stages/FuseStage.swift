internal import Ranking

/// Joins the runs of earlier systems.
struct FuseStage: Stage {
  static let verb = "fuse"
  static let usage =
    "{of: [BM25, Dense], method: rrf, k: 60, hits: 1000}: one run out of several earlier systems'; "
    + "or {of: [BM25, Dense], method: zscore, weights: [0.3, 0.7]} with method linear, minmax or zscore"

  var systems: [String]
  var fusion: Fusion

  init(_ mapping: inout YAMLMapping) throws {
    systems = try mapping.required("of").list().map { try $0.string() }
    guard systems.count >= 2 else { throw mapping.reader.error("fuse needs at least two systems in `of`") }
    let method = mapping.optional("method"), name = try method?.string() ?? "rrf"
    let k = mapping.optional("k"), weights = mapping.optional("weights")
    let numbers = try weights?.list().map { try $0.double() }
    if let numbers, numbers.count != systems.count {
      throw weights?.error("one weight for each of the \(systems.count) systems is needed, not \(numbers.count)")
        ?? mapping.reader.error("")
    }
    if let weights, name == "rrf" { throw weights.error("method rrf takes no weights; linear, minmax and zscore do") }
    if let k, name != "rrf" { throw k.error("k belongs to method rrf") }
    let hits = try mapping.optional("hits")?.int(atLeast: 1) ?? 1000
    guard
      let fusion = Fusion(named: name, runs: systems.count, k: try k?.int(atLeast: 0) ?? 60, weights: numbers, hits: hits)
    else {
      throw (method ?? mapping.reader).error(
        "unknown fusion method '\(name)'; known: \(Fusion.names.joined(separator: ", "))")
    }
    self.fusion = fusion
  }

  init(systems: [String], k: Int, hits: Int) {
    self.systems = systems
    fusion = .reciprocalRank(ReciprocalRankFusion(k: k, hits: hits))
  }

  var sources: [String] { systems }

  func recipe(in session: Session) -> Recipe {
    var recipe = Recipe()
    recipe.add("of", systems.joined(separator: ", "))
    for field in fusion.fields { recipe.add(field.name, field.value) }
    return recipe
  }

  func apply(to input: Run?, in session: Session) throws -> Run {
    try fusion.fuse(systems.map { try session.run(of: $0) }, tag: "winnow")
  }
}
