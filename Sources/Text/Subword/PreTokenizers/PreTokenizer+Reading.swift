internal import Bytes

extension PreTokenizer {
  private static let known = [
    "BertPreTokenizer", "ByteLevel", "Metaspace", "Split", "Whitespace", "WhitespaceSplit", "Punctuation", "Digits", "Sequence",
  ]

  /// From `pre_tokenizer` of tokenizer.json.
  init(_ field: TokenizerField?) throws(TokenizerError) {
    guard let field else {
      self = .none
      return
    }
    switch try field.kind() {
    case "BertPreTokenizer": self = .bert(BertPreTokenizer())
    case "ByteLevel": self = .byteLevel(try ByteLevel(field))
    case "Metaspace": self = .metaspace(try Metaspace(field))
    case "Split": self = .pattern(try PatternSplit(field))
    case "Whitespace": self = .whitespace
    case "WhitespaceSplit": self = .characters(CharacterSplit(.whiteSpace, .removed))
    case "Punctuation":
      let behavior = field.member("behavior")
      self = .characters(CharacterSplit(.punctuation, try behavior.map(SplitBehavior.init) ?? .isolated))
    case "Digits":
      let isIndividual = try field.require("individual_digits").bool()
      self = .characters(CharacterSplit(.numeric, isIndividual ? .isolated : .contiguous))
    case "Sequence": self = .sequence(try PreTokenizer.steps(field.require("pretokenizers")))
    case let kind: throw field.unknownKind(kind, known: PreTokenizer.known)
    }
  }

  private static func steps(_ field: TokenizerField) throws(TokenizerError) -> [PreTokenizer] {
    var steps: [PreTokenizer] = []
    for element in try field.elements() { steps.append(try PreTokenizer(element)) }
    return steps
  }

  /// The same with a last step ByteLevel that leaves the bytes as they are, for a model that reads bytes; nil when the last step
  /// is another, or an earlier one makes characters of the bytes.
  func keepingBytes() -> PreTokenizer? {
    switch self {
    case .byteLevel(var byteLevel):
      byteLevel.keepsBytes = true
      return .byteLevel(byteLevel)
    case .sequence(let steps):
      guard let last = steps.last?.keepingBytes(), !steps.dropLast().contains(where: \.mapsBytes) else { return nil }
      let kept = Array(steps.dropLast()) + (last.changesNothing ? [] : [last])
      return kept.count == 1 ? kept[0] : .sequence(kept)
    default: return nil
    }
  }

  private var changesNothing: Bool {
    if case .byteLevel(let byteLevel) = self { !byteLevel.rewrites && !byteLevel.usesPattern } else { false }
  }

  private var mapsBytes: Bool {
    switch self {
    case .byteLevel: true
    case .sequence(let steps): steps.contains(where: \.mapsBytes)
    default: false
    }
  }
}
