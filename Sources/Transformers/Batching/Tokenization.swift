internal import Parallelism
internal import Text

/// Token sequences for a window of inputs, made in parallel, in order.
func tokenized(
  _ window: Range<Int>, threads: Int, account: OperationAccount?, _ sequence: @Sendable (Int) -> TokenSequence
) throws -> [TokenSequence] {
  let size = 32
  return try mapBlocks(count: (window.count + size - 1) / size, threads: threads) { block in
    let first = window.lowerBound + block * size
    return account.measure(.tokenization) { (first..<min(window.upperBound, first + size)).map(sequence) }
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
