/// A wanted field's value as it stands in the line: where, and what it is.
struct JSONField {
  enum Kind { case absent, null, string, escapedString, number, object }
  var kind = Kind.absent
  /// Without the quotes of a string.
  var start = 0
  var end = 0
  var range: Range<Int> { start..<end }
  var isString: Bool { kind == .string || kind == .escapedString }
  /// Neither missing nor null.
  var isThere: Bool { kind != .absent && kind != .null }
}

/// Finds the wanted fields of one JSON object without making values of the others.
///
/// It accepts only valid JSON and gives up (nil) on anything wrong or unusual: then `JSONValue` has the last word. Its results
/// equal those of `JSONValue` (of a repeated key the last counts); tests compare the two.
struct JSONFieldScanner: ~Escapable {
  let bytes: Span<UInt8>
  var position = 0
  private(set) var fields = Fields()

  struct Fields {
    var id = JSONField()
    var underscoreID = JSONField()
    var docid = JSONField()
    var contents = JSONField()
    var text = JSONField()
    var title = JSONField()
    var vector = JSONField()
  }

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// The wanted fields of the object that fills the line, or nil.
  static func fields(in line: Span<UInt8>) -> Fields? {
    var scanner = JSONFieldScanner(line)
    guard scanner.object(depth: 0, keeping: true) else { return nil }
    scanner.skipSpace()
    return scanner.position == line.count ? scanner.fields : nil
  }

  @inline(__always) mutating func skipSpace() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 32 || byte == 9 || byte == 10 || byte == 13 else { return }
      position += 1
    }
  }

  @inline(__always) mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func object(depth: Int, keeping: Bool) -> Bool {
    skipSpace()
    guard depth < 64, take(UInt8(ascii: "{")) else { return false }
    skipSpace()
    if take(UInt8(ascii: "}")) { return true }
    while true {
      skipSpace()
      guard let key = string(), !keeping || key.kind == .string else { return false }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { return false }
      skipSpace()
      guard keeping ? wanted(key.range) : value(depth: depth) != nil else { return false }
      skipSpace()
      if take(UInt8(ascii: "}")) { return true }
      guard take(UInt8(ascii: ",")) else { return false }
    }
  }

  private mutating func array(depth: Int) -> Bool {
    guard depth < 64, take(UInt8(ascii: "[")) else { return false }
    skipSpace()
    if take(UInt8(ascii: "]")) { return true }
    while true {
      skipSpace()
      guard value(depth: depth) != nil else { return false }
      skipSpace()
      if take(UInt8(ascii: "]")) { return true }
      guard take(UInt8(ascii: ",")) else { return false }
    }
  }

  /// Reads the value of a key of the outermost object and keeps it when the key is wanted.
  private mutating func wanted(_ key: Range<Int>) -> Bool {
    let start = position
    guard let field = value(depth: 0) else { return false }
    switch key.count {
    case 2: return bytes.holds("id", at: key) ? keep(field, in: \.id) : true
    case 3: return bytes.holds("_id", at: key) ? keep(field, in: \.underscoreID) : true
    case 4: return bytes.holds("text", at: key) ? keep(field, in: \.text) : true
    case 5:
      if bytes.holds("title", at: key) { return keep(field, in: \.title) }
      return bytes.holds("docid", at: key) ? keep(field, in: \.docid) : true
    case 6:
      if bytes.holds("vector", at: key) { keepVector(field, from: start) }
      return true
    case 8: return bytes.holds("contents", at: key) ? keep(field, in: \.contents) : true
    default: return true
    }
  }

  /// False for values that are neither strings nor numbers nor null: whether that is an error is for the slow way to say.
  private mutating func keep(_ field: JSONField, in place: WritableKeyPath<Fields, JSONField>) -> Bool {
    fields[keyPath: place] = field
    return field.kind != .absent
  }

  /// Only an object has a place: of anything else nobody but a reader of vectors says that it is wrong.
  private mutating func keepVector(_ field: JSONField, from start: Int) {
    fields.vector = bytes[start] == UInt8(ascii: "{") ? JSONField(kind: .object, start: start, end: position) : field
  }

  /// Skips a value; strings, numbers and null come back with their kind, others as `absent`, what is not JSON as nil.
  private mutating func value(depth: Int) -> JSONField? {
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "{"): return object(depth: depth + 1, keeping: false) ? JSONField() : nil
    case UInt8(ascii: "["): return array(depth: depth + 1) ? JSONField() : nil
    case UInt8(ascii: "t"): return literal("true", .absent)
    case UInt8(ascii: "f"): return literal("false", .absent)
    case UInt8(ascii: "n"): return literal("null", .null)
    default: return number()
    }
  }

  private mutating func literal(_ word: StaticString, _ kind: JSONField.Kind) -> JSONField? {
    guard bytes.begins(with: word, at: position) else { return nil }
    position += word.utf8CodeUnitCount
    return JSONField(kind: kind)
  }
}
