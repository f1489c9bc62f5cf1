/// A JSON value, byte-exact: strings and keys are bytes, objects keep their order and their duplicate keys.
///
/// Keys differ when their bytes differ (`String` would merge canonically equivalent ones). Bytes that are not UTF-8 are kept as
/// they stand; an escaped lone surrogate, which has no UTF-8 form, becomes U+FFFD.
public indirect enum JSONValue: Sendable {
  /// `null`
  case null
  /// `true` or `false`
  case bool(Bool)
  /// A number, kept as it was written.
  case number(JSONNumber)
  /// A string without its quotes, escapes undone.
  case string(ByteString)
  /// An array.
  case array([JSONValue])
  /// An object: members in the order of the text, duplicates included.
  case object([(key: ByteString, value: JSONValue)])

  /// Deepest nesting of arrays and objects that is read.
  public static let depthLimit = 512

  /// Reads one JSON text (RFC 8259, nothing more; a leading byte order mark is skipped).
  public init(parsing bytes: [UInt8]) throws(JSONError) { try self.init(parsing: bytes.span) }

  /// Reads one JSON text that is part of a larger buffer; offsets in errors count from the slice's beginning.
  public init(parsing bytes: ArraySlice<UInt8>) throws(JSONError) { try self.init(parsing: bytes.span) }

  /// Reads one JSON text.
  public init(parsing bytes: Span<UInt8>) throws(JSONError) {
    var parser = JSONParser(bytes)
    self = try parser.document()
  }

  /// A finite number in its shortest exact form; `null` for an infinity or NaN, which JSON cannot say.
  public init(_ double: Double) { self = double.isFinite ? .number(JSONNumber(raw: ByteString("\(double)"))) : .null }

  /// A whole number.
  public init(_ int: Int) { self = .number(JSONNumber(raw: ByteString("\(int)"))) }

  /// A string.
  public init(_ string: String) { self = .string(ByteString(string)) }
}

extension JSONValue {
  /// The member of that key: the last one where a key is repeated (as Python and serde read it); nil when absent or not an object.
  public subscript(key: ByteString) -> JSONValue? { object?.last { $0.key == key }?.value }

  /// True for `null`.
  public var isNull: Bool { if case .null = self { true } else { false } }

  /// The truth value, if it is one.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The number, if it is one.
  public var number: JSONNumber? { if case .number(let value) = self { value } else { nil } }

  /// The number as a double, if it is a number.
  public var double: Double? { number?.double }

  /// The number as an integer, if it is a whole number that fits.
  public var int: Int? { number?.int }

  /// The string's bytes, if it is a string.
  public var string: ByteString? { if case .string(let value) = self { value } else { nil } }

  /// The elements, if it is an array.
  public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

  /// The members in order, if it is an object.
  public var object: [(key: ByteString, value: JSONValue)]? { if case .object(let value) = self { value } else { nil } }

  /// What kind of value it is, for messages: "an object", "a string", ...
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue: Equatable {
  /// Equal bytes in equal order; numbers are equal when they are written alike.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a.elementsEqual(b) { $0.key == $1.key && $0.value == $1.value }
    default: false
    }
  }
}
