internal import Parallelism
internal import Text

/// Token sequences for `count` inputs, made in parallel, in order.
func tokenized(
  count: Int, threads: Int, _ sequence: @Sendable (Int) -> TokenSequence
) throws -> [TokenSequence] {
  let size = 32
  return try mapBlocks(count: (count + size - 1) / size, threads: threads) { block in
    (block * size..<min(count, (block + 1) * size)).map(sequence)
  }.flatMap { $0 }
}

extension Tokenizer {
  /// The tokens of one text, cut to a length.
  func sequence(_ text: [UInt8], maximumLength: Int) -> TokenSequence {
    let encoding = encodeIDs(text, maxLength: maximumLength)
    return TokenSequence(ids: encoding.ids, typeIDs: encoding.typeIDs)
  }

  /// The tokens of a pair, cut to a length, the longer text first.
  func sequence(_ first: [UInt8], _ second: [UInt8], maximumLength: Int) -> TokenSequence {
    let encoding = encodeIDs(first, second, maxLength: maximumLength, truncation: .longestFirst)
    return TokenSequence(ids: encoding.ids, typeIDs: encoding.typeIDs)
  }
}
