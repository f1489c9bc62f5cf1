internal import Bytes

/// A value of tokenizer.json that knows its path, so that every complaint names file and field.
struct TokenizerField {
  let value: JSONValue
  let path: String
  let source: String

  /// The member of that name; JSON's null counts as absent.
  func member(_ name: String) -> TokenizerField? {
    guard let member = value[ByteString(name)], !member.isNull else { return nil }
    return TokenizerField(value: member, path: path.isEmpty ? name : "\(path).\(name)", source: source)
  }

  func require(_ name: String) throws(TokenizerError) -> TokenizerField {
    if let member = member(name) { return member }
    throw .field(source: source, field: path.isEmpty ? name : "\(path).\(name)", expected: "present", found: "absent")
  }

  func string() throws(TokenizerError) -> ByteString {
    guard let string = value.string else { throw mismatch("a string") }
    return string
  }

  func bool() throws(TokenizerError) -> Bool {
    guard let bool = value.bool else { throw mismatch("true or false") }
    return bool
  }

  /// A token id or a type id.
  func id() throws(TokenizerError) -> Int32 {
    guard let int = value.int, let id = Int32(exactly: int), id >= 0 else {
      throw mismatch("a whole number from 0 to 2147483647")
    }
    return id
  }

  /// A number of things.
  func count() throws(TokenizerError) -> Int {
    guard let count = value.int, count >= 0 else { throw mismatch("a whole number from 0") }
    return count
  }

  func elements() throws(TokenizerError) -> [TokenizerField] {
    guard let elements = value.array else { throw mismatch("an array") }
    return elements.enumerated().map { TokenizerField(value: $1, path: "\(path)[\($0)]", source: source) }
  }

  func mismatch(_ expected: String) -> TokenizerError {
    .field(source: source, field: path, expected: expected, found: value.kind)
  }

  /// The `type` of a component.
  func kind() throws(TokenizerError) -> String { try require("type").string().text }

  func unknownKind(_ kind: String, known: [String]) -> TokenizerError {
    .unknownKind(source: source, component: path, kind: kind, known: known)
  }
}
