public import Bytes

/// Why an input could not be read. Trouble with the files themselves is `FilesError`.
public enum CorporaError: Error, Equatable {
  /// A record that is wrong in a collection, where it can be skipped.
  case badRecord(BadRecord)
  /// A line that is wrong in a query or candidate file, where nothing is skipped.
  case badLine(BadRecord)
  /// No input was named.
  case noInput
  /// A folder without any of the files looked for (an empty list: folders are not taken for this format).
  case unusableFolder(path: String, lookedFor: [String])
  /// The contents do not look like any known format; `beginning` is the first line, shortened.
  case unknownFormat(path: String, beginning: String, known: [String])
  /// Vectors of terms were asked of a format that has none.
  case noVectors(format: String)
  /// One query id on two lines.
  case duplicateQuery(path: String, id: QueryIDBytes, first: Int, second: Int)
  /// One (query, document) pair on two lines of a candidate file.
  case duplicateCandidate(path: String, query: ByteString, document: ByteString, first: Int, second: Int)
  /// One query or document with two texts in a candidate file.
  case conflictingText(path: String, name: String, id: ByteString, line: Int)

  /// A query id.
  public typealias QueryIDBytes = ByteString
}

extension CorporaError: CustomStringConvertible {
  /// What went wrong, where, and what to do.
  public var description: String {
    switch self {
    case .badRecord(let record):
      if case .invalidUTF8 = record.problem {
        return "\(record); correct it, put U+FFFD there with --replace-invalid-utf8, or leave such records out with --skip-bad"
      }
      return "\(record); correct it, or leave such records out with --skip-bad"
    case .badLine(let record): return "\(record)"
    case .noInput: return "no input was named; give at least one file"
    case .unusableFolder(let path, []): return "\(path) is a folder; name the files in it"
    case .unusableFolder(let path, let lookedFor):
      return "\(path) is a folder without a file of a known name (looked for \(lookedFor.joined(separator: ", ")));"
        + " name the file itself"
    case .unknownFormat(let path, let beginning, let known):
      return "cannot tell the format of \(path): it begins with \"\(beginning)\"; say --format \(known.joined(separator: "|"))"
    case .noVectors(let format):
      return
        "vectors of terms and impacts stand in JSON lines ({\"id\": \"1\", \"vector\": {\"term\": 7}}), but the format is \(format);"
        + " give such a collection, with --format jsonl, or leave --impacts out"
    case .duplicateQuery(let path, let id, let first, let second):
      return "\(path):\(second): the query id \"\(id)\" stands on line \(first) already; remove or rename one"
    case .duplicateCandidate(let path, let query, let document, let first, let second):
      return "\(path):\(second): query \"\(query)\" with document \"\(document)\" stands on line \(first) already; remove one"
    case .conflictingText(let path, let name, let id, let line):
      return "\(path):\(line): the \(name) \"\(id)\" has another text here than on an earlier line; make them the same"
    }
  }
}
