internal import Bytes
internal import Files

/// The note beside an output (`OUTPUT.meta.yaml`): its recipe and the digest of its bytes. It is what makes "up to date" more than a guess.
public enum OutputRecord {
  /// How an output stands to a recipe.
  public enum State: Equatable, Sendable {
    /// To be written.
    case absent
    /// There, whole, and of this recipe.
    case upToDate
  }

  /// Where the note of an output stands.
  public static func path(of output: String) -> String { output + ".meta.yaml" }

  /// Compares an output with a recipe.
  /// - Throws: `PipelinesError.otherRecipe` or `.unknownOutput` when it is there, differs, and `overwrite` is false.
  public static func state(of output: String, recipe: Recipe, overwrite: Bool) throws -> State {
    guard !overwrite, output != "-", Paths.exists(output) else {
      try checkWritable(output)
      return .absent
    }
    guard let record = try? read(path(of: output)) else {
      throw PipelinesError.unknownOutput(output: output, reason: "nothing says how it was made (no \(path(of: output)))")
    }
    let differences = recipe.differences(from: record.recipe)
    guard differences.isEmpty else { throw PipelinesError.otherRecipe(output: output, differences: differences) }
    guard try contentDigest(path: output) == record.digest else {
      throw PipelinesError.unknownOutput(output: output, reason: "has been changed since it was made")
    }
    return .upToDate
  }

  /// Finds out before hours of work that a folder is missing or cannot be written. Devices and pipes are not touched.
  private static func checkWritable(_ output: String) throws {
    guard output != "-", !Paths.exists(output) || Paths.isRegularFile(output) || Paths.isFolder(output) else { return }
    _ = try AtomicFile(path: output)  // dropped without a commit, it leaves nothing
  }

  /// Writes the note of a finished output; nothing for standard output.
  public static func write(for output: String, recipe: Recipe) throws {
    guard output != "-" else { return }
    var text = "# Made by winnow. The recipe says what the output depends on; the digest is of its bytes (XXH3-128).\n"
    text += "output-digest: \(try contentDigest(path: output))\nrecipe:\n"
    for field in recipe.fields { text += "  \(quoted(field.name)): \(quoted(field.value))\n" }
    var file = try AtomicFile(path: path(of: output))
    try file.write(text)
    try file.commit()
  }

  private static func quoted(_ text: String) -> String {
    String(decoding: JSONValue.string(ByteString(text)).serialized(), as: UTF8.self)
  }

  private static func read(_ path: String) throws -> (digest: String, recipe: Recipe) {
    let text = String(decoding: try readWhole(path: path), as: UTF8.self)
    var mapping = try YAMLReader.parse(text, file: path).mapping()
    let digest = try mapping.required("output-digest").string()
    var recipe = Recipe()
    for entry in try mapping.required("recipe").mapping().entries {
      recipe.add(entry.key, entry.reader.node.scalar?.string ?? "")
    }
    return (digest, recipe)
  }
}
