internal import Bytes
internal import Ranking

/// Fields of training lines.
extension JSONLine {
  /// Any JSON value.
  static func value(_ line: Span<UInt8>, expected: String) throws(RecordProblem) -> JSONValue {
    if line.isBlank { throw .blankLine(expected: expected) }
    do throws(JSONError) { return try JSONValue(parsing: line) } catch {
      throw .notJSON(column: error.byteOffset + 1, expected: error.expected, found: error.found)
    }
  }

  /// The first of some fields that is there and not null.
  static func first(_ keys: [ByteString], of object: JSONValue) -> (key: ByteString, value: JSONValue)? {
    for key in keys {
      if let value = object[key], !value.isNull { return (key, value) }
    }
    return nil
  }

  /// The text under the first of some fields that is there.
  static func text(_ keys: [ByteString], of object: JSONValue, meaning: String) throws(RecordProblem) -> [UInt8] {
    guard let (key, value) = first(keys, of: object) else {
      throw .missingField(meaning: meaning, expected: "a field \(names(keys))")
    }
    return try string(value, key: key).bytes
  }

  /// The id under the first of some fields that is there, if any is.
  static func optionalID(_ keys: [ByteString], of object: JSONValue) throws(RecordProblem) -> ByteString? {
    guard let (key, value) = first(keys, of: object) else { return nil }
    return try identifier(value, key: key)
  }

  /// The strings of an array; one string counts as an array of it.
  static func texts(_ value: JSONValue, key: ByteString) throws(RecordProblem) -> [[UInt8]] {
    if let one = value.string { return [one.bytes] }
    var texts: [[UInt8]] = []
    for element in try elements(value, key: key, of: "strings") { texts.append(try string(element, key: key).bytes) }
    return texts
  }

  /// The ids of an array; one id counts as an array of it.
  static func identifiers(_ value: JSONValue, key: ByteString) throws(RecordProblem) -> [ByteString] {
    if value.string != nil || value.number != nil { return [try identifier(value, key: key)] }
    var ids: [ByteString] = []
    for element in try elements(value, key: key, of: "ids") { ids.append(try identifier(element, key: key)) }
    return ids
  }

  /// The labels of an array; one number counts as an array of it.
  static func labels(_ value: JSONValue, key: ByteString, _ options: TrainingFileOptions) throws(RecordProblem) -> [Float] {
    if value.number != nil { return [try label(value, key: key, options)] }
    var labels: [Float] = []
    for element in try elements(value, key: key, of: "numbers") { labels.append(try label(element, key: key, options)) }
    return labels
  }

  static func label(_ value: JSONValue, key: ByteString, _ options: TrainingFileOptions) throws(RecordProblem) -> Float {
    let number = value.bool.map { $0 ? 1 : 0 } ?? value.double
    return try options.checked(
      number.map(Float.init), field: key, found: value.number?.raw.text ?? value.string.map { "\"\($0)\"" } ?? value.kind)
  }

  static func elements(_ value: JSONValue, key: ByteString, of what: String) throws(RecordProblem) -> [JSONValue] {
    if let elements = value.array { return elements }
    throw .wrongKind(field: key, found: value.kind, expected: "an array of \(what)")
  }

  /// Two lists that must be of one length.
  static func checkCounts(_ key: ByteString, _ found: Int, _ what: String, _ expected: Int) throws(RecordProblem) {
    if found == expected { return }
    throw .wrongKind(field: key, found: "an array of \(found)", expected: "one for each of the \(expected) \(what)")
  }

  /// "a", "b" or "c"
  static func names(_ keys: [ByteString]) -> String {
    let quoted = keys.map { "\"\($0)\"" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }
}
