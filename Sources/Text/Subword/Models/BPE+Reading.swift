internal import Bytes

extension BPE {
  /// What a file states, checked.
  struct Parts {
    let alphabet: Alphabet
    let tokens: [(token: [UInt8], id: Int32)]
    let vocabulary: TokenTable
    let largestID: Int32
    let merges: MergeTable
    let prefix: [UInt8]
    let suffix: [UInt8]
    let unknown: Int32?
    let fusesUnknown: Bool
    let ignoresMerges: Bool
    let fallback: [Int32]
  }

  /// Ids from here on are taken for damage: no vocabulary is as large.
  static let idLimit = 1 << 24

  /// From `model` of tokenizer.json; `isByteLevel` when the words come from the pre-tokenizer ByteLevel.
  init(_ field: TokenizerField, _ vocabulary: Vocabulary?, isByteLevel: Bool) throws(TokenizerError) {
    if let dropout = field.member("dropout"), dropout.value.double != 0 {
      throw dropout.mismatch("null: no dropout when encoding")
    }
    let tokens = try BPE.tokens(vocabulary, field)
    var table = TokenTable()
    for (token, id) in tokens { table.insert(token, id) }
    let prefix = try field.member("continuing_subword_prefix")?.string().bytes ?? []
    let falls = try field.member("byte_fallback")?.bool() ?? false
    self.init(
      Parts(
        alphabet: isByteLevel && !falls ? .bytes : .characters, tokens: tokens, vocabulary: table,
        largestID: tokens.map(\.id).max() ?? -1,
        merges: try BPE.merges(try field.require("merges"), table, prefix: prefix.count), prefix: prefix,
        suffix: try field.member("end_of_word_suffix")?.string().bytes ?? [],
        unknown: try BPE.unknown(field.member("unk_token"), table),
        fusesUnknown: try field.member("fuse_unk")?.bool() ?? false,
        ignoresMerges: try field.member("ignore_merges")?.bool() ?? false, fallback: falls ? BPE.fallback(table) : []))
  }

  private static func tokens(
    _ vocabulary: Vocabulary?, _ field: TokenizerField
  ) throws(TokenizerError) -> [(token: [UInt8], id: Int32)] {
    let (strings, ids) = try vocabulary.columns(of: field)
    var tokens: [(token: [UInt8], id: Int32)] = []
    tokens.reserveCapacity(ids.count)
    var isTaken = [Bool](repeating: false, count: ids.count)
    for (index, id) in ids.enumerated() {
      let token = Array(strings[index])
      guard id < idLimit else { throw field.token(token, "a token id below \(idLimit)", "\(id)") }
      if Int(id) >= isTaken.count { isTaken.append(contentsOf: repeatElement(false, count: Int(id) + 1 - isTaken.count)) }
      if isTaken[Int(id)] { throw field.token(token, "an id of its own", "\(id), which another token has") }
      isTaken[Int(id)] = true
      tokens.append((token, id))
    }
    return tokens
  }

  private static func unknown(_ field: TokenizerField?, _ table: TokenTable) throws(TokenizerError) -> Int32? {
    guard let field else { return nil }
    let token = try field.string()
    guard let id = table.value(of: token.bytes) else {
      throw .missingToken(source: field.source, token: token, neededBy: "BPE (\(field.path))")
    }
    return id
  }

  private static func fallback(_ table: TokenTable) -> [Int32] {
    let digits = Array("0123456789ABCDEF".utf8)
    return (0..<256).map { byte in
      table.value(of: Array("<0x".utf8) + [digits[byte >> 4], digits[byte & 15], UInt8(ascii: ">")]) ?? -1
    }
  }
}

extension BPE {
  private static func merges(_ field: TokenizerField, _ table: TokenTable, prefix: Int) throws(TokenizerError) -> MergeTable {
    guard let elements = field.value.array else { throw field.mismatch("an array of merges") }
    if elements.count >= MergeTable.rankLimit {
      throw .field(
        source: field.source, field: field.path, expected: "fewer than \(MergeTable.rankLimit) merges", found: "\(elements.count)"
      )
    }
    var merges = MergeTable(capacity: elements.count)
    var rank: UInt32 = 0
    for (index, element) in elements.enumerated() {
      if element.string?.bytes.starts(with: "#version".utf8) == true { continue }
      guard let (left, right) = pair(element) else {
        throw field.merge(
          index, "two tokens, as \"a b\" or [\"a\", \"b\"]", element.string.map { "'\($0.text)'" } ?? element.kind)
      }
      guard right.count >= prefix, let leftID = table.value(of: left), let rightID = table.value(of: right),
        let id = table.value(of: left + right.dropFirst(prefix))
      else {
        let found = "'\(ByteString(left).text)' and '\(ByteString(right).text)'"
        throw field.merge(index, "two tokens of the vocabulary that are a third together", found)
      }
      merges.insert(UInt32(leftID), UInt32(rightID), MergeTable.Merge(rank: rank, id: UInt32(id)))
      rank += 1
    }
    return merges
  }

  /// The two tokens of a merge in either spelling.
  private static func pair(_ value: JSONValue) -> (left: [UInt8], right: [UInt8])? {
    if let elements = value.array {
      guard elements.count == 2, let left = elements[0].string, let right = elements[1].string else { return nil }
      return (left.bytes, right.bytes)
    }
    guard let bytes = value.string?.bytes, let space = bytes.firstIndex(of: 32) else { return nil }
    let right = bytes[(space + 1)...]
    return right.contains(32) ? nil : (Array(bytes[..<space]), Array(right))
  }
}

extension TokenizerField {
  fileprivate func token(_ token: [UInt8], _ expected: String, _ found: String) -> TokenizerError {
    .field(source: source, field: "\(path).vocab.\(ByteString(token).text)", expected: expected, found: found)
  }

  fileprivate func merge(_ index: Int, _ expected: String, _ found: String) -> TokenizerError {
    .field(source: source, field: "\(path)[\(index)]", expected: expected, found: found)
  }
}
