/// How the weights of a ModernBERT checkpoint are called.
enum ModernBERTWeightNames {
  /// A stored name without the `model.` prefix.
  static func canonical(_ stored: String) -> String { stored.hasPrefix("model.") ? String(stored.dropFirst(6)) : stored }

  /// The decoder of masked-language models, which no other head needs.
  static func isDecoder(_ name: String) -> Bool { name.hasPrefix("decoder.") }

  /// Weights of heads that a body does without.
  static func isHead(_ name: String) -> Bool {
    isDecoder(name) || ["head.", "classifier."].contains { name.hasPrefix($0) }
  }
}
