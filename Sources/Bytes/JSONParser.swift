/// A recursive-descent reader of RFC 8259 over borrowed bytes. Linear in the text; recursion is bounded by `JSONValue.depthLimit`.
struct JSONParser: ~Escapable {
  let bytes: Span<UInt8>
  var position = 0
  var depth = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// The byte at the position, nil at the end.
  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  func error(_ expected: String) -> JSONError { JSONError(byteOffset: position, expected: expected, found: current) }

  mutating func document() throws(JSONError) -> JSONValue {
    if bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF { position = 3 }
    skipSpace()
    let value = try value()
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

  mutating func value() throws(JSONError) -> JSONValue {
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
    if take(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try value())
      skipSpace()
      if take(UInt8(ascii: "]")) { return elements }
      guard take(UInt8(ascii: ",")) else { throw error("',' or ']'") }
      skipSpace()
    }
  }

  private mutating func members() throws(JSONError) -> [(key: ByteString, value: JSONValue)] {
    var members: [(key: ByteString, value: JSONValue)] = []
    if take(UInt8(ascii: "}")) { return members }
    while true {
      guard current == UInt8(ascii: "\"") else { throw error("a key in double quotes") }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("':' after a key") }
      skipSpace()
      members.append((key, try value()))
      skipSpace()
      if take(UInt8(ascii: "}")) { return members }
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
