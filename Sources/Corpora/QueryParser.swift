internal import Bytes
internal import Files
internal import Ranking

/// Parses the bytes of a query file.
struct QueryParser {
  let path: String
  let replaceInvalidUTF8: Bool

  typealias Found = (query: Query, line: Int)

  /// All queries in file order.
  func parse(_ bytes: [UInt8]) throws(CorporaError) -> [Found] {
    let text = try validated(bytes)
    let content = text.span.trimmed(0..<text.count)
    if content.isEmpty { return [] }
    switch text[content.lowerBound] {
    case UInt8(ascii: "<"): return try topics(text, content)
    case UInt8(ascii: "{"): return try eachLine(text) { line throws(RecordProblem) in try Self.json(line) }
    default: return try eachLine(text) { line throws(RecordProblem) in try Self.tabSeparated(line) }
    }
  }

  private func validated(_ bytes: [UInt8]) throws(CorporaError) -> [UInt8] {
    guard let offset = bytes.span.firstInvalidUTF8 else { return bytes }
    if replaceInvalidUTF8 { return replacingInvalidUTF8(bytes) }
    let lineStart = ByteSearch.last(10, in: bytes.span, 0..<offset).map { $0 + 1 } ?? 0
    let line = 1 + ByteSearch.count(10, in: bytes.span.extracting(0..<offset))
    throw .badLine(BadRecord(path: path, line: line, problem: .invalidUTF8(offset: offset - lineStart)))
  }

  /// A final blank line is fine, any other is an error.
  private func eachLine(
    _ bytes: [UInt8], _ parse: (Span<UInt8>) throws(RecordProblem) -> Query
  ) throws(CorporaError) -> [Found] {
    let span = bytes.span
    var found: [Found] = []
    var position = 0
    var line = 1
    while position < span.count {
      let end = ByteSearch.first(10, in: span, position..<span.count) ?? span.count
      let content = span.extracting(position..<end)
      if !(end + 1 >= span.count && content.isBlank) {
        do throws(RecordProblem) {
          found.append((try parse(content), line))
        } catch {
          throw .badLine(BadRecord(path: path, line: line, problem: error))
        }
      }
      position = end + 1
      line += 1
    }
    return found
  }

  /// `qid<TAB>text`; a carriage return at the end of the line is dropped, further tabs stay.
  private static func tabSeparated(_ line: Span<UInt8>) throws(RecordProblem) -> Query {
    let expected = "qid<TAB>text"
    guard let tab = ByteSearch.first(9, in: line, 0..<line.count) else {
      throw line.isBlank ? .blankLine(expected: expected) : .missingTab(expected: expected)
    }
    let id = try checkedID(line.copy(0..<tab), name: "query id", expected: expected)
    let end = line[line.count - 1] == 13 ? line.count - 1 : line.count
    return Query(id: id, text: line.copy((tab + 1)..<end))
  }

  /// An object with the first of `_id`, `id`, `qid`, and the first of `text`, `query`, `contents`, or a `vector`, or both.
  private static func json(_ line: Span<UInt8>) throws(RecordProblem) -> Query {
    let object = try JSONLine.object(line, expected: "a JSON object with \"_id\" and \"text\"")
    let idKeys: [ByteString] = ["_id", "id", "qid"]
    guard let idKey = idKeys.first(where: { object[$0] != nil }), let id = object[idKey] else {
      throw .missingField(meaning: "query id", expected: "a field \"_id\", \"id\" or \"qid\"")
    }
    let vector: [TermWeight]? = if let field = object["vector"] { try Self.vector(field) } else { nil }
    let text = try Self.text(of: object, needed: vector == nil)
    let checked = try checkedID(
      try JSONLine.identifier(id, key: idKey).bytes, name: "query id", expected: "a field \"_id\"")
    return Query(id: checked, text: text, vector: vector)
  }

  private static func text(of object: JSONValue, needed: Bool) throws(RecordProblem) -> [UInt8] {
    let keys: [ByteString] = ["text", "query", "contents"]
    guard let key = keys.first(where: { object[$0] != nil }), let text = object[key] else {
      if !needed { return [] }
      throw .missingField(meaning: "query text", expected: "a field \"text\", \"query\" or \"contents\", or a \"vector\"")
    }
    return try JSONLine.string(text, key: key).bytes
  }
}
