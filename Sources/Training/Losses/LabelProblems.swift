/// Why labels cannot be used, in words that go into an error. Passages are counted from 1.
enum LabelProblems {
  /// No passage at all, or a label that is not finite.
  static func unusable(_ labels: [Float]) -> String? {
    if labels.isEmpty { return "it has no passage" }
    return labels.firstIndex { !$0.isFinite }.map { "the label of passage \($0 + 1) is \(labels[$0]), not a finite number" }
  }

  /// A label outside a range.
  static func outside(_ range: ClosedRange<Float>, _ labels: [Float], advice: String) -> String? {
    labels.firstIndex { !range.contains($0) }.map {
      "the label of passage \($0 + 1) is \(labels[$0]), outside \(range.lowerBound)...\(range.upperBound); \(advice)"
    }
  }

  /// A label other than 0 and 1.
  static func notBinary(_ labels: [Float], advice: String) -> String? {
    labels.firstIndex { $0 != 0 && $0 != 1 }.map { "the label of passage \($0 + 1) is \(labels[$0]), neither 0 nor 1; \(advice)" }
  }

  /// Nothing to compare.
  static func single(_ labels: [Float]) -> String? {
    labels.count < 2 ? "it has one passage only, and this loss compares passages of one query; give it negatives" : nil
  }

  /// No pair that one could put in order.
  static func equal(_ labels: [Float]) -> String? {
    labels.allSatisfy { $0 == labels.first }
      ? "all its labels are \(labels.first ?? 0), so that no passage should stand before another" : nil
  }

  /// No passage with a label above 0.
  static func noPositive(_ labels: [Float]) -> String? {
    labels.contains { $0 > 0 } ? nil : "it has no positive passage (label above 0)"
  }

  /// No passage with a label of 0 or below.
  static func noNegative(_ labels: [Float]) -> String? {
    labels.contains { $0 <= 0 }
      ? nil : "it has no negative passage (label 0); give it negatives or use a loss with in-batch negatives"
  }
}
