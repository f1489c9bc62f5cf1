internal import Bytes

/// What can go wrong between a run file, judgements and a table of numbers.
public enum EvaluationError: Error, Equatable {
  /// A line is not what its file should hold.
  case malformed(path: String, line: Int, expected: String, found: String)
  /// A topic lists a document twice. Lines are 0 for a run that was not read from a file.
  case duplicate(path: String, topic: String, document: String, firstLine: Int, secondLine: Int)
  /// A file without a single row.
  case empty(path: String, expected: String)
  /// A measure's name that is not known.
  case unknownMeasure(name: String, nearest: String?, known: [String])
  /// A measure that is known, asked for with parameters it does not take.
  case badMeasure(name: String, problem: String)
  /// An option outside its range.
  case badOption(name: String, value: String, expected: String)
  /// The run and the judgements have no topic in common.
  case noCommonTopics(runExample: String, judgementsExample: String)
  /// A row that a run file cannot hold.
  case unwritable(topic: String, document: String, problem: String)
  /// Two evaluations that cannot be compared topic by topic.
  case notComparable(problem: String)
}

extension EvaluationError: CustomStringConvertible {
  /// What went wrong, where, and what to do next.
  public var description: String {
    switch self {
    case .malformed(let path, let line, let expected, let found):
      "\(path):\(line): expected \(expected), found \(found)"
    case .duplicate(let path, let topic, let document, let first, let second):
      Self.duplicateText(path, topic, document, first, second)
    case .empty(let path, let expected):
      "\(path): no rows; expected \(expected)"
    case .unknownMeasure(let name, let nearest, let known):
      "unknown measure '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        + " Known: " + known.joined(separator: ", ")
    case .badMeasure(let name, let problem):
      "measure '\(name)': \(problem)"
    case .badOption(let name, let value, let expected):
      "\(name) is \(value); expected \(expected)"
    case .noCommonTopics(let run, let judgements):
      "run and judgements have no topic in common: the run has topics such as '\(run)', the judgements such as "
        + "'\(judgements)'. Are these files of the same test collection?"
    case .unwritable(let topic, let document, let problem):
      "topic '\(topic)', document '\(document)': \(problem)"
    case .notComparable(let problem):
      "cannot compare: \(problem)"
    }
  }

  private static func duplicateText(_ path: String, _ topic: String, _ document: String, _ first: Int, _ second: Int) -> String {
    let lines = first > 0 ? " (lines \(first) and \(second))" : ""
    return "\(path): topic '\(topic)' lists document '\(document)' twice\(lines); keep one row a document"
  }
}
