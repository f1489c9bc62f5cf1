/// Token ids of a text or a pair, special tokens included, and where each token stands in the text.
public struct Encoding: Sendable, Equatable {
  /// Token ids.
  public var ids: [Int32]
  /// 0 or 1 for each token: which text of a pair it belongs to, as the tokenizer's template says.
  public var typeIDs: [Int32]
  /// For each token the code points of its own original text that it covers; `0..<0` for special tokens.
  /// A part of a text that is not UTF-8 counts as one code point (U+FFFD).
  public var offsets: [Range<Int>]

  /// An encoding from its columns.
  public init(ids: [Int32], typeIDs: [Int32], offsets: [Range<Int>]) {
    self.ids = ids
    self.typeIDs = typeIDs
    self.offsets = offsets
  }
}

/// Which text of a pair loses tokens at its end when both do not fit.
public enum Truncation: String, Sendable, CaseIterable {
  /// Tokens are taken from the longer text until the two are equally long, then from both (`longest_first`).
  case longestFirst = "longest_first"
  /// Tokens are taken from the second text alone (`only_second`); from the first only when even an empty second does not help.
  case onlySecond = "only_second"
}
