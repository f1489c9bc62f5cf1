public import Bytes

/// What is wrong with one record of an input.
public enum RecordProblem: Error, Equatable, Sendable {
  /// A line with no byte but white space, not at the end of the file.
  case blankLine(expected: String)
  /// A line of tab-separated columns with too few of them.
  case missingTab(expected: String)
  /// A line of tab-separated columns with too many of them.
  case columns(found: Int, expected: String)
  /// An id without any byte.
  case emptyID(name: String, expected: String)
  /// An id that a TREC run, whose columns are separated by white space, cannot carry.
  case idHasWhiteSpace(name: String, id: ByteString)
  /// Not UTF-8 at a byte offset (from 0) of the line.
  case invalidUTF8(offset: Int)
  /// Not JSON at a column (from 1, in bytes).
  case notJSON(column: Int, expected: String, found: String)
  /// JSON, but not an object.
  case notObject(found: String)
  /// An object without any of these fields.
  case missingField(meaning: String, expected: String)
  /// A field of another kind than expected.
  case wrongKind(field: ByteString, found: String, expected: String)
  /// A term of a vector that is empty, or whose weight cannot be an impact; or, without a term, the vector as a whole.
  case vector(term: ByteString?, problem: String)
  /// A TREC element that lacks its end or its beginning, or what must stand in it.
  case markup(String, expected: String)
}

extension RecordProblem {
  /// A few words for counting problems of the same kind.
  public var kind: String {
    switch self {
    case .blankLine: "blank line"
    case .missingTab: "missing tab"
    case .columns: "too many columns"
    case .emptyID: "empty id"
    case .idHasWhiteSpace: "id with white space"
    case .invalidUTF8: "invalid UTF-8"
    case .notJSON, .notObject: "not a JSON object"
    case .missingField: "missing field"
    case .wrongKind: "field of the wrong kind"
    case .vector: "wrong vector"
    case .markup: "wrong markup"
    }
  }
}

extension RecordProblem: CustomStringConvertible {
  /// What stands there and what was expected.
  public var description: String {
    switch self {
    case .blankLine(let expected): "the line is blank; expected \(expected)"
    case .missingTab(let expected): "a tab is missing; expected \(expected)"
    case .columns(let found, let expected): "\(found) columns; expected \(expected)"
    case .emptyID(let name, let expected): "the \(name) is empty; expected \(expected)"
    case .idHasWhiteSpace(let name, let id):
      "the \(name) \"\(id)\" has white space and cannot stand in a TREC run; expected one without"
    case .invalidUTF8(let offset):
      "invalid UTF-8 at byte \(offset) of the line; expected UTF-8"
    case .notJSON(let column, let expected, let found):
      "not JSON at column \(column): expected \(expected), found \(found)"
    case .notObject(let found): "expected a JSON object, found \(found)"
    case .missingField(let meaning, let expected): "no \(meaning); expected \(expected)"
    case .wrongKind(let field, let found, let expected): "the field \"\(field)\" is \(found); expected \(expected)"
    case .vector(.some(let term), let problem): "the vector's term \"\(term)\" \(problem)"
    case .vector(nil, let problem): "the vector \(problem)"
    case .markup(let found, let expected): "\(found); expected \(expected)"
    }
  }
}

/// A record that could not be read, and where it stands.
public struct BadRecord: Error, Equatable, Sendable, CustomStringConvertible {
  /// Path of the file.
  public var path: String
  /// Line, from 1.
  public var line: Int
  /// What is wrong.
  public var problem: RecordProblem

  /// A bad record.
  public init(path: String, line: Int, problem: RecordProblem) {
    self.path = path
    self.line = line
    self.problem = problem
  }

  /// `path:line: problem`.
  public var description: String { "\(path):\(line): \(problem)" }
}
