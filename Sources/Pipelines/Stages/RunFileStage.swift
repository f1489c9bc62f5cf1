internal import Evaluation
internal import Files
internal import Ranking

/// Starts from a run file made elsewhere. Its time is not counted.
struct RunFileStage: Stage {
  static let verb = "run"
  static let usage = "{file: bm25.run.gz}: start from a TREC run file"

  var file: String

  init(_ mapping: inout YAMLMapping) throws { file = try mapping.required("file").filePath() }

  func recipe(in session: Session) throws -> Recipe {
    var recipe = Recipe()
    recipe.add("digest", try contentDigest(path: file))
    return recipe
  }

  func apply(to input: Run?, in session: Session) throws -> Run { try RunFile.read(path: file) }
}
