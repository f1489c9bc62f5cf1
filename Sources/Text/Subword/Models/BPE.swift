internal import Bytes

/// Byte-pair encoding: the characters of a word are merged pair by pair in the order of the file's merges
/// (`tokenizers/src/models/bpe/model.rs`).
///
/// A vocabulary behind the pre-tokenizer ByteLevel reads the bytes of the text as they stand: the visible characters that stand
/// for them are looked up once, when the file is read. Words that come out as one token are found by one probe.
struct BPE: Sendable {
  /// What the vocabulary calls characters.
  enum Alphabet: Sendable { case characters, bytes }

  let alphabet: Alphabet
  let vocabulary: TokenTable
  let largestID: Int32
  /// Number of different tokens.
  let count: Int
  private let merges: MergeTable
  let prefix: [UInt8]
  let suffix: [UInt8]
  let unknown: Int32?
  private let fusesUnknown: Bool
  /// The tokens of bytes of characters that are in no token; empty without `byte_fallback`.
  private let fallback: [Int32]
  /// Tokens of bytes: in the middle of a word, first, last, first and last; -1 where there is none.
  private let byteIDs: [Int32]
  private var words = TokenTable()

  init(_ parts: Parts) {
    alphabet = parts.alphabet
    vocabulary = parts.vocabulary
    largestID = parts.largestID
    count = parts.vocabulary.count + (parts.tokens.contains { $0.token.isEmpty } ? 1 : 0)
    merges = parts.merges
    prefix = parts.prefix
    suffix = parts.suffix
    unknown = parts.unknown
    fusesUnknown = parts.fusesUnknown
    fallback = parts.fallback
    byteIDs = alphabet == .bytes ? BPE.byteIDs(parts) : []
    words = wholeWords(parts)
  }

  /// Adds the tokens of words until the list is full.
  func tokenize(_ text: borrowing NormalizedText, _ ranges: borrowing WordRanges, into tokens: inout TokenList) {
    let bytes = text.bytes.span
    var word = MergeWord()
    for index in 0..<ranges.count {
      if tokens.isFull { return }
      let range = ranges[index]
      if let id = words.value(of: bytes, range) {
        tokens.append(id, range, of: text)
      } else {
        merge(bytes, range, into: &word, text, &tokens)
      }
    }
  }

  private func merge(
    _ bytes: Span<UInt8>, _ range: Range<Int>, into word: inout MergeWord, _ text: borrowing NormalizedText,
    _ tokens: inout TokenList
  ) {
    if !fill(&word, bytes, range) && alphabet == .bytes { return mergeBesideDropped(bytes, range, into: &word, text, &tokens) }
    word.mergeAll(merges)
    var start = range.lowerBound
    for part in word.parts {
      let end = min(start + part.length, range.upperBound)
      tokens.append(Int32(truncatingIfNeeded: part.id), start..<end, of: text)
      start = end
    }
  }

  /// As `merge` for a word of which bytes were dropped because their characters are in no token. The reference counts those that
  /// are left from the word's beginning, in bytes of the visible characters; so the offsets are beside the tokens.
  private func mergeBesideDropped(
    _ bytes: Span<UInt8>, _ range: Range<Int>, into word: inout MergeWord, _ text: borrowing NormalizedText,
    _ tokens: inout TokenList
  ) {
    var places: [Int] = []
    word.removeAll()
    for index in range {
      let width = ByteAlphabet.characters[Int(bytes[index])] < 0x80 ? 1 : 2
      places.append(contentsOf: repeatElement(index, count: width))
      let id = id(bytes, index..<index + 1, of: range)
      if id >= 0 { word.append(UInt32(id), length: width) }
    }
    word.mergeAll(merges)
    var start = 0
    for part in word.parts {
      let end = start + part.length
      tokens.append(Int32(truncatingIfNeeded: part.id), places[start]..<places[end - 1] + 1, of: text)
      start = end
    }
  }

  /// The one token of a word, nil when it is cut.
  private func singleToken(_ word: [UInt8], _ scratch: inout MergeWord) -> Int32? {
    if word.isEmpty || !fill(&scratch, word.span, 0..<word.count) { return nil }
    scratch.mergeAll(merges)
    return scratch.parts.count == 1 ? Int32(truncatingIfNeeded: scratch.parts[0].id) : nil
  }

  /// The words that come out as one token: what the tokens themselves spell, tried out.
  private func wholeWords(_ parts: Parts) -> TokenTable {
    var table = TokenTable()
    var scratch = MergeWord()
    for (token, id) in parts.tokens where token.count >= suffix.count && token.suffix(suffix.count) == suffix[...] {
      guard let word = spelled(Array(token.dropLast(suffix.count))) else { continue }
      if singleToken(word, &scratch) == id { table.insert(word, id) }
    }
    if !parts.ignoresMerges { return table }
    for (token, id) in parts.tokens { if let word = spelled(token) { table.insert(word, id) } }
    return table
  }

  private func spelled(_ token: [UInt8]) -> [UInt8]? { alphabet == .bytes ? ByteAlphabet.bytes(of: token) : token }
}

extension BPE {
  /// The tokens of a word's characters; false when some were dropped because they are in no token.
  private func fill(_ word: inout MergeWord, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    word.removeAll()
    var pending: Int?
    var isWhole = true
    var index = range.lowerBound
    while index < range.upperBound {
      let length = alphabet == .bytes ? 1 : UTF8Text.decode(bytes, at: index).length
      let character = index..<min(index + length, range.upperBound)
      index = character.upperBound
      let id = self.id(bytes, character, of: range)
      if id >= 0 {
        flush(&pending, &word)
        word.append(UInt32(id), length: length)
      } else if fallBack(bytes, character, of: range, &word) {
        continue
      } else if unknown == nil {
        isWhole = false
      } else {
        if !fusesUnknown { flush(&pending, &word) }
        pending = (pending ?? 0) + length
      }
    }
    flush(&pending, &word)
    return isWhole
  }

  /// Adds the unknown token for the bytes that wait for it.
  private func flush(_ pending: inout Int?, _ word: inout MergeWord) {
    if let length = pending, let unknown { word.append(UInt32(unknown), length: length) }
    pending = nil
  }

  @inline(__always)
  private func id(_ bytes: Span<UInt8>, _ character: Range<Int>, of word: Range<Int>) -> Int32 {
    if alphabet == .bytes {
      let place = (character.lowerBound == word.lowerBound ? 256 : 0) + (character.upperBound == word.upperBound ? 512 : 0)
      return byteIDs[place + Int(bytes[character.lowerBound])]
    }
    if prefix.isEmpty && suffix.isEmpty { return vocabulary.value(of: bytes, character) ?? -1 }
    return vocabulary.value(of: spelling(bytes, character, of: word)) ?? -1
  }

  private func spelling(_ bytes: Span<UInt8>, _ character: Range<Int>, of word: Range<Int>) -> [UInt8] {
    var spelling = character.lowerBound > word.lowerBound ? prefix : []
    for index in character { spelling.append(bytes[index]) }
    return character.upperBound == word.upperBound ? spelling + suffix : spelling
  }

  /// Adds the tokens of a character's bytes when there are such.
  private func fallBack(
    _ bytes: Span<UInt8>, _ character: Range<Int>, of word: Range<Int>, _ merged: inout MergeWord
  ) -> Bool {
    if fallback.isEmpty { return false }
    let spelling = spelling(bytes, character, of: word)
    if spelling.contains(where: { fallback[Int($0)] < 0 }) { return false }
    for byte in spelling { merged.append(UInt32(fallback[Int(byte)]), length: 1) }
    return true
  }

  private static func byteIDs(_ parts: Parts) -> [Int32] {
    (0..<1024).map { place in
      var spelling: [UInt8] = place & 256 == 0 ? parts.prefix : []
      UTF8Text.append(ByteAlphabet.characters[place & 255], to: &spelling)
      return parts.vocabulary.value(of: place & 512 == 0 ? spelling : spelling + parts.suffix) ?? -1
    }
  }
}
