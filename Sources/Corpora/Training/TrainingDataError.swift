public import Bytes

/// Why training data cannot be used as a whole. What is wrong with one line is `CorporaError.badLine`.
public enum TrainingDataError: Error, Equatable, Sendable {
  /// An id whose text is not where it was looked for; `what` is "query" or "passage".
  case missingText(at: ExampleSource, what: String, id: ByteString, place: String)
  /// A file whose first line shows none of the formats.
  case unknownFormat(file: String, beginning: String, known: [String])
  /// A format whose lines hold ids, without anything to look up their texts in.
  case textsNeeded(file: String, what: String)
  /// Data without any example.
  case noExamples(source: String)
  /// Examples, but none of the kind that is asked for.
  case noneUsable(source: String, examples: Int, reason: String)
  /// Every label is the same: nothing can be learned from a single class.
  case oneClass(source: String, examples: Int, label: Float)
  /// A setting that makes no sense, and what it should be.
  case badSetting(name: String, found: String, expected: String)
  /// A collection that is larger than the memory its texts may take.
  case textsTooLarge(source: String, limit: Int)
}

extension TrainingDataError: CustomStringConvertible {
  /// What went wrong, where, and what to do.
  public var description: String {
    switch self {
    case .missingText(let source, let what, let id, let place):
      "\(source): the \(what) \"\(id)\" is not in \(place); name the file or index that this data belongs to"
    case .unknownFormat(let file, let beginning, let known):
      "cannot tell the format of \(file): it begins with \"\(beginning)\"; name it under format: \(known.joined(separator: ", "))"
    case .textsNeeded(let file, let what):
      "\(file) holds ids; name where the texts of \(what) are (\(what): a file, or for passages an index), or the format if it holds texts"
    case .noExamples(let source): "\(source) has no example; give data with at least one"
    case .noneUsable(let source, let examples, let reason):
      "none of the \(examples) examples of \(source) can be used: \(reason)"
    case .oneClass(let source, let examples, let label):
      "all \(examples) examples of \(source) have the label \(label), and nothing can be learned from one class; add examples of another"
    case .badSetting(let name, let found, let expected): "\(name) is \(found); expected \(expected)"
    case .textsTooLarge(let source, let limit):
      "the texts of \(source) take more than \(limit) bytes; index it (`winnow index`) and take the texts from the index instead"
    }
  }
}
