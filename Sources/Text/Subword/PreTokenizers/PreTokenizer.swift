/// Words of a normalised text as byte ranges, none empty, in order.
struct WordRanges {
  private(set) var starts: [Int] = []
  private(set) var ends: [Int] = []

  var count: Int { starts.count }

  subscript(index: Int) -> Range<Int> { starts[index]..<ends[index] }

  mutating func append(_ start: Int, _ end: Int) {
    starts.append(start)
    ends.append(end)
  }

  mutating func removeAll() {
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }
}

/// How a normalised text is cut into the words that the model sees.
enum PreTokenizer: Sendable {
  /// The text is one word.
  case none
  case bert(BertPreTokenizer)

  /// From `pre_tokenizer` of tokenizer.json.
  init(_ field: TokenizerField?) throws(TokenizerError) {
    guard let field else {
      self = .none
      return
    }
    switch try field.kind() {
    case "BertPreTokenizer": self = .bert(BertPreTokenizer())
    case let kind: throw field.unknownKind(kind, known: ["BertPreTokenizer"])
    }
  }

  /// Adds the words of a range of UTF-8 bytes.
  func split(_ text: Span<UInt8>, _ range: Range<Int>, into words: inout WordRanges) {
    switch self {
    case .none: if !range.isEmpty { words.append(range.lowerBound, range.upperBound) }
    case .bert(let preTokenizer): preTokenizer.split(text, range, into: &words)
    }
  }
}
