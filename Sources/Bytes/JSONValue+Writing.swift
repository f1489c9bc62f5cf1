extension JSONValue {
  /// The value as JSON text, always the same bytes for the same value: keys in the given order, only what must be escaped is
  /// escaped, numbers as they were written. `pretty` puts every member and element on its own line, indented by two spaces.
  ///
  /// `JSONValue(parsing: value.serialized()) == value`, also for strings that are not UTF-8.
  public func serialized(pretty: Bool = false) -> [UInt8] {
    var text: [UInt8] = []
    write(into: &text, indent: pretty ? 0 : nil)
    return text
  }

  private func write(into text: inout [UInt8], indent: Int?) {
    switch self {
    case .null: text.append(contentsOf: "null".utf8)
    case .bool(let value): text.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let number): text.append(contentsOf: number.raw.bytes)
    case .string(let string): JSONValue.write(string, into: &text)
    case .array(let elements):
      JSONValue.write(elements, brackets: ("[", "]"), into: &text, indent) { $0.write(into: &$1, indent: $2) }
    case .object(let members):
      JSONValue.write(members, brackets: ("{", "}"), into: &text, indent) { member, text, indent in
        JSONValue.write(member.key, into: &text)
        text.append(contentsOf: (indent == nil ? ":" : ": ").utf8)
        member.value.write(into: &text, indent: indent)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], brackets: (open: Unicode.Scalar, close: Unicode.Scalar), into text: inout [UInt8], _ indent: Int?,
    _ one: (Item, inout [UInt8], Int?) -> Void
  ) {
    text.append(UInt8(ascii: brackets.open))
    let inner = indent.map { $0 + 2 }
    for (number, item) in items.enumerated() {
      if number > 0 { text.append(UInt8(ascii: ",")) }
      newLine(inner, into: &text)
      one(item, &text, inner)
    }
    if !items.isEmpty { newLine(indent, into: &text) }
    text.append(UInt8(ascii: brackets.close))
  }

  private static func newLine(_ indent: Int?, into text: inout [UInt8]) {
    guard let indent else { return }
    text.append(10)
    text.append(contentsOf: repeatElement(32, count: indent))
  }

  private static func write(_ string: ByteString, into text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in string.bytes {
      if byte >= 32 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") {
        text.append(byte)
      } else {
        writeEscape(byte, into: &text)
      }
    }
    text.append(UInt8(ascii: "\""))
  }

  private static func writeEscape(_ byte: UInt8, into text: inout [UInt8]) {
    let letter: Unicode.Scalar
    switch byte {
    case 8: letter = "b"
    case 9: letter = "t"
    case 10: letter = "n"
    case 12: letter = "f"
    case 13: letter = "r"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): letter = Unicode.Scalar(byte)
    default:
      text.append(contentsOf: ("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8)
      return
    }
    text.append(UInt8(ascii: "\\"))
    text.append(UInt8(ascii: letter))
  }
}
