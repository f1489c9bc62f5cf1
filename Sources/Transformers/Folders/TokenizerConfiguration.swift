internal import Text

/// What tokenizer_config.json says that tokenizer.json must agree with.
extension ConfigurationReader {
  private static let bertClasses = ["BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer"]

  /// Throws when the two files normalise differently: BERT's tokenizer classes go by this file (transformers,
  /// models/bert/tokenization_bert.py, `__init__` with its defaults), all other readers by tokenizer.json.
  func refuseOtherNormalization(than tokenizer: Tokenizer) throws {
    let name = value("tokenizer_class")?.string?.text ?? ""
    guard let used = tokenizer.bertNormalization, Self.bertClasses.contains(where: { name == $0 || name == $0 + "Fast" }) else {
      return
    }
    let stated = BertNormalization(
      lowercases: try flag("do_lower_case", default: true),
      stripsAccents: value("strip_accents") == nil ? nil : try flag("strip_accents", default: true),
      separatesChineseCharacters: try flag("tokenize_chinese_chars", default: true))
    try agree("do_lower_case", stated.lowercases, used.lowercases)
    try agree("strip_accents", stated.stripsAccents, used.stripsAccents)
    try agree("tokenize_chinese_chars", stated.separatesChineseCharacters, used.separatesChineseCharacters)
  }

  private func agree(_ key: String, _ stated: Bool, _ used: Bool) throws {
    guard stated != used else { return }
    throw TransformersError.configuration(
      path: path, key: key,
      reason:
        "\(value(key) == nil ? "counts as" : "is") \(stated), but the normaliser in tokenizer.json says \(used), so libraries read the model "
        + "differently; make the two files agree")
  }
}
