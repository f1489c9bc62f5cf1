internal import Bytes
package import Ranking

extension JSONRecords {
  /// The plain way through `JSONValue`: the judge of what is an error, and the twin that tests compare with.
  package func slowDocument(_ line: Span<UInt8>) throws(RecordProblem) -> Document {
    try slowDocument(JSONLine.object(line, expected: "a JSON object with an id and a text"))
  }

  func slowDocument(_ object: JSONValue) throws(RecordProblem) -> Document {
    let keys: [ByteString] = shape == .beir ? ["_id"] : ["id", "_id", "docid"]
    guard let key = keys.first(where: { object[$0] != nil }), let id = object[key] else {
      throw .missingField(meaning: "id", expected: idExpectation)
    }
    let checked = try checkedID(try JSONLine.identifier(id, key: key).bytes, name: "id", expected: idExpectation)
    return Document(id: checked, text: try text(of: object))
  }

  private func text(of object: JSONValue) throws(RecordProblem) -> [UInt8] {
    if shape == .jsonl, let contents = object["contents"] { return try JSONLine.string(contents, key: "contents").bytes }
    guard let text = object["text"] else {
      if !needsText { return [] }
      let expected = shape == .beir ? "a field \"text\"" : "a field \"contents\", or \"text\" with an optional \"title\""
      throw .missingField(meaning: "text", expected: expected)
    }
    let body = try JSONLine.string(text, key: "text").bytes
    guard let title = object["title"], !title.isNull else { return body }
    let words = try JSONLine.string(title, key: "title").bytes
    return words.isEmpty ? body : words + [32] + body
  }
}

/// Reads of one line that holds a JSON object, with the project's words for what is wrong.
enum JSONLine {
  static func object(_ line: Span<UInt8>, expected: String) throws(RecordProblem) -> JSONValue {
    if line.isBlank { throw .blankLine(expected: expected) }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: line)
    } catch {
      throw .notJSON(column: error.byteOffset + 1, expected: error.expected, found: error.found)
    }
    guard case .object = value else { throw .notObject(found: value.kind) }
    return value
  }

  /// A string, or a number as it is written.
  static func identifier(_ value: JSONValue, key: ByteString) throws(RecordProblem) -> ByteString {
    if let id = value.string ?? value.number?.raw { return id }
    throw .wrongKind(field: key, found: value.kind, expected: "a string or a number")
  }

  static func string(_ value: JSONValue, key: ByteString) throws(RecordProblem) -> ByteString {
    if let string = value.string { return string }
    throw .wrongKind(field: key, found: value.kind, expected: "a string")
  }
}
