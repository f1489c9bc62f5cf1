extension Tokenizer {
  /// Ids, type ids and offsets of a text with its special tokens, cut to `maxLength` tokens in all (nil: not cut).
  ///
  /// A `maxLength` below the number of special tokens leaves the first of them.
  public func encode(_ text: [UInt8], maxLength: Int? = nil) -> Encoding {
    encoding(postProcessor.single, [single(text, maxLength, isAligned: true)], maxLength)
  }

  /// Ids, type ids and offsets of a pair with its special tokens, cut to `maxLength` tokens in all (nil: not cut).
  public func encode(
    _ first: [UInt8], _ second: [UInt8], maxLength: Int? = nil, truncation: Truncation = .longestFirst
  ) -> Encoding {
    encoding(postProcessor.pair, pair(first, second, maxLength, truncation, isAligned: true), maxLength)
  }

  /// The ids and type ids of `encode`, faster.
  public func encodeIDs(_ text: [UInt8], maxLength: Int? = nil) -> (ids: [Int32], typeIDs: [Int32]) {
    Tokenizer.cut(postProcessor.single.ids([single(text, maxLength, isAligned: false)]), maxLength)
  }

  /// The ids and type ids of `encode` for a pair, faster.
  public func encodeIDs(
    _ first: [UInt8], _ second: [UInt8], maxLength: Int? = nil, truncation: Truncation = .longestFirst
  ) -> (ids: [Int32], typeIDs: [Int32]) {
    Tokenizer.cut(postProcessor.pair.ids(pair(first, second, maxLength, truncation, isAligned: false)), maxLength)
  }

  private func encoding(_ template: Template, _ texts: [TokenList], _ maxLength: Int?) -> Encoding {
    let (ids, typeIDs) = Tokenizer.cut(template.ids(texts), maxLength)
    var offsets = template.offsets(texts)
    offsets.removeLast(max(0, offsets.count - ids.count))
    return Encoding(ids: ids, typeIDs: typeIDs, offsets: offsets)
  }

  /// Only special tokens can be too many here.
  private static func cut(_ tokens: (ids: [Int32], typeIDs: [Int32]), _ maxLength: Int?) -> (ids: [Int32], typeIDs: [Int32]) {
    guard let maxLength, tokens.ids.count > maxLength else { return tokens }
    return (Array(tokens.ids.prefix(max(0, maxLength))), Array(tokens.typeIDs.prefix(max(0, maxLength))))
  }

  private func single(_ text: [UInt8], _ maxLength: Int?, isAligned: Bool) -> TokenList {
    let room = Tokenizer.room(maxLength, postProcessor.single)
    var tokens = TokenList(isAligned: isAligned, limit: room, trim: trim)
    tokenize(text, into: &tokens)
    tokens.truncate(to: room)
    return tokens
  }

  private func pair(
    _ first: [UInt8], _ second: [UInt8], _ maxLength: Int?, _ truncation: Truncation, isAligned: Bool
  ) -> [TokenList] {
    let room = Tokenizer.room(maxLength, postProcessor.pair)
    var one = TokenList(isAligned: isAligned, limit: .max, trim: trim)
    tokenize(first, into: &one)
    // Truncation asks which text is longer: one token more than either the room or the first text has is enough to tell.
    let enough = max(room, one.ids.count)
    var two = TokenList(isAligned: isAligned, limit: enough == .max ? .max : enough + 1, trim: trim)
    tokenize(second, into: &two)
    let lengths = truncation.lengths(one.ids.count, two.ids.count, room: room)
    one.truncate(to: lengths.first)
    two.truncate(to: lengths.second)
    return [one, two]
  }

  private static func room(_ maxLength: Int?, _ template: Template) -> Int {
    guard let maxLength else { return .max }
    return max(0, max(0, maxLength) - template.specialCount)
  }
}

extension Truncation {
  /// How many tokens of two texts remain when there is room for `room` (`tokenizers/src/utils/truncation.rs`).
  func lengths(_ first: Int, _ second: Int, room: Int) -> (first: Int, second: Int) {
    if first <= room && second <= room - first { return (first, second) }
    switch self {
    case .onlySecond: return first <= room ? (first, room - first) : (room, 0)
    case .longestFirst:
      let shorter = min(first, second)
      // The shorter stays whole where the longer can make room without becoming the shorter.
      let small = shorter <= room - shorter ? shorter : room / 2
      return first > second ? (room - small, small) : (small, room - small)
    }
  }
}
