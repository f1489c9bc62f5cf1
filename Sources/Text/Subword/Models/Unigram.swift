internal import Bytes

/// Unigram (Kudo 2018): a word is cut into the tokens whose scores, which are log-probabilities, have the largest sum
/// (`tokenizers/src/models/unigram/model.rs`, `encode_optimized`).
struct Unigram: Sendable {
  let vocabulary: DoubleArray
  /// Number of tokens, repeated ones included.
  var count: Int { scores.count }
  /// The score of each token, by id.
  private let scores: [Double]
  /// The token of characters that are in no other; -1 when there is none.
  private let unknown: Int32
  /// What an unknown character costs: ten less than the least token.
  private let unknownScore: Double
  /// Ids of `<0x00>` to `<0xFF>`, -1 for those that are missing; nil when unknown text does not fall back to bytes.
  private let byteTokens: [Int32]?
  /// For the first tokens, which are the frequent ones, whether a word that they spell comes out as that one token.
  private var isWholeWord: [Bool] = []
  /// Trying out more of them would cost more when the file is read than it saves.
  private static let wholeWordLimit = 1 << 16

  init(_ field: TokenizerField, _ vocabulary: Vocabulary?) throws(TokenizerError) {
    let (strings, pieces, scores) = try vocabulary.pieces(of: field)
    self.vocabulary = pieces
    self.scores = scores
    unknownScore = (scores.min() ?? .infinity) - 10
    unknown = try field.member("unk_id")?.id() ?? -1
    if Int(unknown) >= scores.count {
      throw .field(
        source: field.source, field: "\(field.path).unk_id", expected: "below the vocabulary's size, \(scores.count),",
        found: "\(unknown)")
    }
    let fallsBack = try field.member("byte_fallback")?.bool() ?? false
    byteTokens = fallsBack ? (0..<256).map { pieces.value(of: Unigram.byteToken($0)) ?? -1 } : nil
    isWholeWord = wholeWords(strings)
  }

  private func wholeWords(_ strings: PackedStrings) -> [Bool] {
    let bytes = strings.bytes.span
    var path = UnigramPath()
    return (0..<min(strings.count, Unigram.wholeWordLimit)).map { index in
      let word = strings.range(index)
      if word.isEmpty || index == Int(unknown) || !UTF8Text.isValid(Array(strings[index])) { return false }
      search(bytes, word, &path)
      return Int(path.nodes[word.count].start) == 0 && Int(path.nodes[word.count].id) == index
    }
  }

  private static func byteToken(_ byte: Int) -> [UInt8] {
    Array(("<0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) + ">").utf8)
  }

  /// Adds the tokens of words until the list is full.
  func tokenize(_ text: borrowing NormalizedText, _ words: borrowing WordRanges, into tokens: inout TokenList) {
    let bytes = text.bytes.span
    var path = UnigramPath()
    for index in 0..<words.count {
      if tokens.isFull { return }
      let word = words[index]
      if let id = vocabulary.value(of: bytes, word), Int(id) < isWholeWord.count, isWholeWord[Int(id)] {
        tokens.append(id, word, of: text)
        continue
      }
      search(bytes, word, &path)
      path.trace(word.count, fusing: unknown)
      for (range, id) in path.pieces.reversed() {
        let range = word.lowerBound + range.lowerBound..<word.lowerBound + range.upperBound
        if id >= 0 && id != unknown { tokens.append(id, range, of: text) } else { appendUnknown(bytes, range, text, &tokens) }
      }
    }
  }

  /// Viterbi: for every place in the word the best way to get there.
  private func search(_ bytes: Span<UInt8>, _ word: Range<Int>, _ path: inout UnigramPath) {
    let units = vocabulary.units.span
    let scores = scores.span
    let bytes = bytes.extracting(word)
    path.reset(bytes.count)
    var nodes = path.nodes.mutableSpan
    var start = 0
    while start < bytes.count {
      let before = nodes[start].score
      let length = min(UTF8Text.length(bytes[start]), bytes.count - start)
      var base = vocabulary.root
      var isCovered = false
      var end = start
      while end < bytes.count {
        let unit = DoubleArray.child(units, base, bytes[end])
        if unit == 0 { break }
        end += 1
        if unit >> 32 != 0 {
          let id = DoubleArray.value(unit)
          nodes[end].improve(scores[Int(id)] + before, start, id)
          if end - start == length { isCovered = true }
        }
        base = DoubleArray.base(unit)
        if base == 0 { break }
      }
      if !isCovered { nodes[start + length].improve(unknownScore + before, start, unknown) }
      start += length
    }
  }

  /// Unknown text is a token all the same when the whole of it is one, else its bytes when they all are, else the unknown token.
  ///
  /// The reference refuses to go on where there is no unknown token; here such text is left out.
  private func appendUnknown(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ text: borrowing NormalizedText, _ tokens: inout TokenList
  ) {
    if let id = vocabulary.value(of: bytes, range) { return tokens.append(id, range, of: text) }
    if let byteTokens, range.allSatisfy({ byteTokens[Int(bytes[$0])] >= 0 }) {
      for index in range { tokens.append(byteTokens[Int(bytes[index])], range, of: text) }
    } else if unknown >= 0 {
      tokens.append(unknown, range, of: text)
    }
  }
}

/// The best ways through one word, by the bytes they cover.
struct UnigramPath {
  /// The best way to get to a place: its score, where its last piece starts (-1: not reached yet), and that piece's token.
  struct Node {
    var score: Double
    var start: Int32
    var id: Int32

    @inline(__always)
    init(_ score: Double, _ start: Int, _ id: Int32) {
      self.score = score
      self.start = Int32(truncatingIfNeeded: start)
      self.id = id
    }

    /// Takes another way when it is the first or better.
    @inline(__always)
    mutating func improve(_ score: Double, _ start: Int, _ id: Int32) {
      if self.start < 0 || score > self.score { self = Node(score, start, id) }
    }
  }

  /// By place; those behind the end of the word are of no word.
  var nodes: [Node] = []
  /// The pieces of the best way, last first.
  private(set) var pieces: [(range: Range<Int>, id: Int32)] = []

  mutating func reset(_ count: Int) {
    if nodes.count <= count { nodes = [Node](repeating: Node(0, -1, 0), count: count + count / 2 + 64) }
    var nodes = nodes.mutableSpan
    for index in 0...count { nodes[index] = Node(0, -1, 0) }
  }

  /// Follows the best way back from the end; neighbouring pieces of the unknown token become one.
  mutating func trace(_ count: Int, fusing unknown: Int32) {
    pieces.removeAll(keepingCapacity: true)
    var end = count
    while end > 0 {
      let start = max(0, min(end - 1, Int(nodes[end].start)))
      let id = nodes[end].id
      if id == unknown, let last = pieces.last, last.id == unknown {
        pieces[pieces.count - 1].range = start..<last.range.upperBound
      } else {
        pieces.append((start..<end, id))
      }
      end = start
    }
  }
}
