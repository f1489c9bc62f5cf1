internal import Bytes

/// tokenizer.json, read in one pass: the vocabulary, which is nearly all of it, goes into columns and is left out of the tree.
struct TokenizerFile {
  let root: TokenizerField
  /// The model's `vocab` when it is an object or an array.
  let vocabulary: Vocabulary?

  init(_ json: [UInt8], source: String) throws(TokenizerError) {
    var reader = VocabularyReader(source: source)
    do { root = TokenizerField(value: try reader.read(json), path: "", source: source) } catch {
      throw .notJSON(source: source, error)
    }
    if let problem = reader.problem { throw problem }
    vocabulary = reader.vocabulary
  }
}

/// Reads the text of a tokenizer.json; what is wrong with the vocabulary is kept as `problem`, since the rest may not even be JSON.
private struct VocabularyReader {
  private(set) var vocabulary: Vocabulary?
  private(set) var problem: TokenizerError?
  private var strings = PackedStrings()
  private let source: String

  init(source: String) { self.source = source }

  mutating func read(_ json: [UInt8]) throws(JSONError) -> JSONValue {
    var parser = JSONParser(json.span)
    return try parser.document { (parser: inout JSONParser) throws(JSONError) in
      try VocabularyReader.object(&parser, except: "model") { (parser: inout JSONParser) throws(JSONError) in
        try VocabularyReader.object(&parser, except: "vocab") { (parser: inout JSONParser) throws(JSONError) in
          try self.readVocabulary(&parser)
        }
      }
    }
  }

  /// A value that is read as usual, but for the members of one name if it is an object: `body` reads them and may leave them out.
  private static func object(
    _ parser: inout JSONParser, except name: ByteString, _ body: (inout JSONParser) throws(JSONError) -> JSONValue?
  ) throws(JSONError) -> JSONValue {
    var members: [(key: ByteString, value: JSONValue)] = []
    let isObject = try parser.members { (parser: inout JSONParser, key: ByteString) throws(JSONError) in
      if let value = key == name ? try body(&parser) : try parser.value() { members.append((key, value)) }
    }
    return isObject ? .object(members) : try parser.value()
  }

  private mutating func readVocabulary(_ parser: inout JSONParser) throws(JSONError) -> JSONValue? {
    problem = nil
    strings = PackedStrings()
    var ids: [Int32] = []
    let hasTokens = try parser.members { (parser: inout JSONParser, token: ByteString) throws(JSONError) in
      strings.append(token.bytes)
      ids.append(try id(&parser, of: token))
    }
    var scores: [Double] = []
    let hasPieces = try parser.elements { (parser: inout JSONParser) throws(JSONError) in scores.append(try piece(&parser)) }
    vocabulary = hasTokens ? .tokens(strings, ids: ids) : hasPieces ? .pieces(strings, scores: scores) : nil
    return vocabulary == nil ? try parser.value() : nil
  }

  private mutating func id(_ parser: inout JSONParser, of token: ByteString) throws(JSONError) -> Int32 {
    let number = try parser.decimal()?.double
    if let number, let id = Int32(exactly: number), id >= 0 { return id }
    let found = if let number { Int(exactly: number).map { "\($0)" } ?? "a number" } else { try parser.value().kind }
    complain("model.vocab.\(token.text)", expected: "a token id", found: found)
    return 0
  }

  /// A `["piece", -1.5]`: keeps the piece.
  private mutating func piece(_ parser: inout JSONParser) throws(JSONError) -> Double {
    var score: Double?
    var place = 0
    var isSound = true
    try strings.append { (text: inout [UInt8]) throws(JSONError) in
      isSound = try parser.elements { (parser: inout JSONParser) throws(JSONError) in
        if place == 0, try parser.string(appendingTo: &text) {
        } else if place == 1, let number = try parser.decimal() {
          score = number.double
        } else {
          _ = try parser.value()
          place = 2
        }
        place += 1
      }
    }
    let found = isSound ? "something else" : try parser.value().kind
    if let score, score.isFinite && isSound && place == 2 { return score }
    complain("model.vocab[\(strings.count - 1)]", expected: "a token and its score", found: found)
    return 0
  }

  private mutating func complain(_ field: String, expected: String, found: String) {
    if problem == nil { problem = .field(source: source, field: field, expected: expected, found: found) }
  }
}
