/// A recursive-descent reader of RFC 8259 over borrowed bytes. Linear in the text; recursion is bounded by `JSONValue.depthLimit`.
///
/// Whoever need not hold the whole text as values, such as the reader of a large vocabulary, drives it value by value: `document`
/// around `members` and `elements`, and in them, once for each member or element, `value` or one of the readers of simple values.
package struct JSONParser: ~Escapable {
  let bytes: Span<UInt8>
  var position = 0
  var depth = 0

  /// A reader at the beginning of a text.
  @_lifetime(copy bytes)
  package init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// The byte at the position, nil at the end.
  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  func error(_ expected: String) -> JSONError { JSONError(byteOffset: position, expected: expected, found: current) }

  mutating func document() throws(JSONError) -> JSONValue {
    try document { (parser: inout JSONParser) throws(JSONError) in try parser.value() }
  }

  /// Reads the one value of the text by `body`, and makes sure that nothing follows it.
  package mutating func document<Value>(_ body: (inout JSONParser) throws(JSONError) -> Value) throws(JSONError) -> Value {
    if bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF { position = 3 }
    skipSpace()
    let value = try body(&self)
    skipSpace()
    if position < bytes.count { throw error("the end of the text") }
    return value
  }

  mutating func skipSpace() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 32 || byte == 10 || byte == 13 || byte == 9 else { return }
      position += 1
    }
  }

  /// Reads any value.
  package mutating func value() throws(JSONError) -> JSONValue {
    switch current {
    case UInt8(ascii: "{"): return .object(try nested { (parser: inout JSONParser) throws(JSONError) in try parser.members() })
    case UInt8(ascii: "["): return .array(try nested { (parser: inout JSONParser) throws(JSONError) in try parser.elements() })
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case .some(let byte) where byte == UInt8(ascii: "-") || (byte >= 48 && byte <= 57): return .number(try number())
    default: throw error("a value")
    }
  }

  /// Reads an object member by member; false, with nothing read, where no object begins. The body reads one value.
  package mutating func members(
    _ body: (inout JSONParser, _ key: ByteString) throws(JSONError) -> Void
  ) throws(JSONError) -> Bool {
    if current != UInt8(ascii: "{") { return false }
    try nested { (parser: inout JSONParser) throws(JSONError) in try parser.eachMember(body) }
    return true
  }

  /// Reads an array element by element; false, with nothing read, where no array begins. The body reads one value.
  package mutating func elements(_ body: (inout JSONParser) throws(JSONError) -> Void) throws(JSONError) -> Bool {
    if current != UInt8(ascii: "[") { return false }
    try nested { (parser: inout JSONParser) throws(JSONError) in try parser.eachElement(body) }
    return true
  }

  private mutating func nested<Value>(_ body: (inout JSONParser) throws(JSONError) -> Value) throws(JSONError) -> Value {
    if depth == JSONValue.depthLimit { throw error("at most \(JSONValue.depthLimit) levels of nesting") }
    depth += 1
    defer { depth -= 1 }
    position += 1
    skipSpace()
    return try body(&self)
  }

  private mutating func elements() throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    try eachElement { (parser: inout JSONParser) throws(JSONError) in elements.append(try parser.value()) }
    return elements
  }

  private mutating func members() throws(JSONError) -> [(key: ByteString, value: JSONValue)] {
    var members: [(key: ByteString, value: JSONValue)] = []
    try eachMember { (parser: inout JSONParser, key: ByteString) throws(JSONError) in members.append((key, try parser.value())) }
    return members
  }

  private mutating func eachElement(_ body: (inout JSONParser) throws(JSONError) -> Void) throws(JSONError) {
    if take(UInt8(ascii: "]")) { return }
    while true {
      try body(&self)
      skipSpace()
      if take(UInt8(ascii: "]")) { return }
      guard take(UInt8(ascii: ",")) else { throw error("',' or ']'") }
      skipSpace()
    }
  }

  private mutating func eachMember(_ body: (inout JSONParser, ByteString) throws(JSONError) -> Void) throws(JSONError) {
    if take(UInt8(ascii: "}")) { return }
    while true {
      guard current == UInt8(ascii: "\"") else { throw error("a key in double quotes") }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("':' after a key") }
      skipSpace()
      try body(&self, key)
      skipSpace()
      if take(UInt8(ascii: "}")) { return }
      guard take(UInt8(ascii: ",")) else { throw error("',' or '}'") }
      skipSpace()
    }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for byte in word.description.utf8 where !take(byte) { throw error("'\(word)'") }
    return value
  }

  /// A copy of the bytes of a range inside the text.
  func copy(_ range: Range<Int>) -> [UInt8] {
    unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe Array($0) }
  }
}
