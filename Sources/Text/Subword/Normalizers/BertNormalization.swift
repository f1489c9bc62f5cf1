/// The options of BERT's normaliser that tokenizer_config.json may state too.
public struct BertNormalization: Sendable, Equatable {
  /// Upper case becomes lower case.
  public let lowercases: Bool
  /// Accents are removed.
  public let stripsAccents: Bool
  /// Spaces are put around Chinese characters.
  public let separatesChineseCharacters: Bool

  /// Options; accents follow the case where nothing is said of them.
  public init(lowercases: Bool, stripsAccents: Bool?, separatesChineseCharacters: Bool) {
    self.lowercases = lowercases
    self.stripsAccents = stripsAccents ?? lowercases
    self.separatesChineseCharacters = separatesChineseCharacters
  }
}
