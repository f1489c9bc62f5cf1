/// What can go wrong in a pipeline file, a job's inputs or its outputs. The text names the place and says what to do.
public enum PipelinesError: Error, Equatable, CustomStringConvertible {
  /// A pipeline file that is not well-formed or breaks a rule, at a line and column (from 1).
  case configuration(file: String, line: Int, column: Int, reason: String)
  /// An output exists and comes from another recipe.
  case otherRecipe(output: String, differences: [String])
  /// An output exists that no recipe vouches for.
  case unknownOutput(output: String, reason: String)
  /// An index lacks a part that a job needs.
  case missingPart(index: String, reason: String)
  /// A `--set` that names nothing in the pipeline file.
  case setting(text: String, reason: String)
  /// An input that cannot be used as it is.
  case input(reason: String)

  /// The message for people.
  public var description: String {
    switch self {
    case .configuration(let file, let line, let column, let reason): "\(file):\(line):\(column): \(reason)"
    case .otherRecipe(let output, let differences):
      "\(output) exists and was made with another recipe:\n"
        + differences.map { "  \($0)\n" }.joined()
        + "Give --overwrite to replace it, or write elsewhere."
    case .unknownOutput(let output, let reason):
      "\(output) exists and \(reason). Give --overwrite to replace it, or write elsewhere."
    case .missingPart(let index, let reason): "\(index): \(reason)"
    case .setting(let text, let reason): "--set \(text): \(reason)"
    case .input(let reason): reason
    }
  }
}
