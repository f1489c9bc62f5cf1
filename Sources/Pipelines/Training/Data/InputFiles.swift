internal import Files

/// The files that a recipe names.
struct InputFiles {
  /// What each is for, and where it is, in the order of the recipe.
  let all: [(role: String, path: String)]

  init(_ recipe: TrainingRecipe) {
    var all: [(role: String, path: String)] = []
    for source in recipe.data.sources { all += source.inputs.map { (role: "data", path: $0) } }
    if let set = recipe.evaluation?.set { all += set.files.map { (role: "evaluation", path: $0) } }
    for test in recipe.tests { all += test.set.files.map { (role: "test \(test.set.name)", path: $0) } }
    self.all = all
  }

  /// - Throws: an error that names all files that are not there.
  func check(recipe: String) throws {
    let missing = all.filter { !Paths.exists($0.path) }
    guard !missing.isEmpty else { return }
    let list = missing.map { "  \($0.path) (\($0.role))" }.joined(separator: "\n")
    throw PipelinesError.input(
      reason:
        "\(recipe) names \(missing.count == 1 ? "a file that is" : "files that are") not there; paths start at the recipe's folder:\n\(list)"
    )
  }

  /// Their digests under what they are for.
  func add(to recipe: inout Recipe) throws {
    for (number, file) in all.enumerated() {
      let isIndex = Paths.isFolder(file.path) && Paths.exists(file.path + "/winnow.mdb")
      let digest = try isIndex ? OpenIndex(folder: file.path).digest : InputFiles.digest(of: file.path, role: file.role)
      recipe.add("input \(number + 1) (\(file.role))", digest)
    }
  }

  private static func digest(of path: String, role: String) throws -> String {
    guard Paths.isFolder(path) else { return try InputDigest.ofFile(path, "a file of \(role)") }
    let names = ["corpus.jsonl", "collection.tsv", "queries.jsonl", "queries.tsv"].flatMap { [$0, $0 + ".gz", $0 + ".zst"] }
    return try names.map { "\(path)/\($0)" }.filter(Paths.exists).map { try contentDigest(path: $0) }.joined(separator: " ")
  }
}
