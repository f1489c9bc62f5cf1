internal import Ranking

/// Joins the runs of earlier systems.
struct FuseStage: Stage {
  static let verb = "fuse"
  static let usage = "{of: [BM25, Dense], method: rrf, k: 60, hits: 1000}: one run out of several earlier systems'"

  var systems: [String]
  var k: Int
  var hits: Int

  init(_ mapping: inout YAMLMapping) throws {
    systems = try mapping.required("of").list().map { try $0.string() }
    guard systems.count >= 2 else { throw mapping.reader.error("fuse needs at least two systems in `of`") }
    let method = mapping.optional("method")
    if let method, try method.string() != "rrf" { throw method.error("unknown fusion method; known: rrf") }
    k = try mapping.optional("k")?.int(atLeast: 0) ?? 60
    hits = try mapping.optional("hits")?.int(atLeast: 1) ?? 1000
  }

  init(systems: [String], k: Int, hits: Int) {
    self.systems = systems
    self.k = k
    self.hits = hits
  }

  var sources: [String] { systems }

  func recipe(in session: Session) -> Recipe {
    var recipe = Recipe()
    recipe.add("of", systems.joined(separator: ", "))
    recipe.add("method", "rrf")
    recipe.add("k", "\(k)")
    recipe.add("hits", "\(hits)")
    return recipe
  }

  func apply(to input: Run?, in session: Session) throws -> Run {
    try ReciprocalRankFusion(k: k, hits: hits).fuse(systems.map { try session.run(of: $0) }, tag: "winnow")
  }
}
