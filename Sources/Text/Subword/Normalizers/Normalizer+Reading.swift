internal import Bytes

extension Normalizer {
  private static let known = [
    "BertNormalizer", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Nmt", "Precompiled", "ByteLevel", "Strip",
    "Prepend",
    "Replace",
    "Sequence",
  ]

  /// From `normalizer` of tokenizer.json.
  init(_ field: TokenizerField?) throws(TokenizerError) {
    guard let field else {
      self = .none
      return
    }
    switch try field.kind() {
    case "BertNormalizer": self = .bert(try BertNormalizer(field))
    case "NFC": self = .unicode(.composed)
    case "NFD": self = .unicode(.decomposed)
    case "NFKC": self = .unicode(.compatibilityComposed)
    case "NFKD": self = .unicode(.compatibilityDecomposed)
    case "Lowercase": self = .lowercase
    case "StripAccents": self = .stripAccents
    case "Nmt": self = .nmt
    case "Precompiled": self = .precompiled(try CharacterMap(field.require("precompiled_charsmap")))
    case "ByteLevel": self = .byteLevel
    case "Strip":
      self = .strip(left: try field.require("strip_left").bool(), right: try field.require("strip_right").bool())
    case "Prepend": self = .prepend(try field.require("prepend").string().bytes)
    case "Replace": self = .replace(try Replacement(field))
    case "Sequence": self = .sequence(try Normalizer.steps(field.require("normalizers")))
    case let kind: throw field.unknownKind(kind, known: Normalizer.known)
    }
  }

  private static func steps(_ field: TokenizerField) throws(TokenizerError) -> [Normalizer] {
    var steps: [Normalizer] = []
    for element in try field.elements() { steps.append(try Normalizer(element)) }
    return steps
  }
}
