internal import Bytes

/// What a stream's examples are taken as.
public enum ExampleView: Equatable, Sendable, CustomStringConvertible {
  /// As they were read: all passages of a query that stood together.
  case whole
  /// Each passage with its label on its own (pointwise).
  case pairs
  /// Each positive on its own (in-batch negatives).
  case positives
  /// One positive and one negative: every negative comes once, with the positives in turn, and no positive is left out.
  case triplets
  /// One positive and at most this many negatives, drawn anew in each epoch; all of them when there are no more.
  case lists(negatives: Int)

  /// Reads "whole", "pairs", "positives", "triplets" or "lists(7)".
  /// - Throws: `TrainingDataError.badSetting`.
  public init(parsing text: String) throws(TrainingDataError) {
    let simple: [ExampleView] = [.whole, .pairs, .positives, .triplets]
    if let view = simple.first(where: { $0.description == text }) {
      self = view
    } else if text.hasPrefix("lists("), text.hasSuffix(")"), let count = Int(text.dropFirst(6).dropLast()), count >= 1 {
      self = .lists(negatives: count)
    } else {
      throw .badSetting(
        name: "the view of examples", found: "\"\(text)\"",
        expected: "whole, pairs, positives, triplets, or lists(N) with N negatives")
    }
  }

  /// As it is read.
  public var description: String {
    switch self {
    case .whole: "whole"
    case .pairs: "pairs"
    case .positives: "positives"
    case .triplets: "triplets"
    case .lists(let negatives): "lists(\(negatives))"
    }
  }

  /// True when an example of which nothing is left under this view is one that lacks a positive or a negative.
  var lacking: String {
    switch self {
    case .whole, .pairs: "they hold no passage"
    case .positives: "none has a positive (a passage with a label from the threshold on)"
    case .triplets, .lists: "none has both a positive and a negative"
    }
  }

  /// The examples that an example is taken as.
  func examples(of example: TrainingExample, _ generator: inout CounterGenerator) -> [TrainingExample] {
    let positives = example.positives
    let negatives = example.negatives
    switch self {
    case .whole: return example.passages.isEmpty ? [] : [example]
    case .pairs: return example.passages.indices.map { example.keeping([$0], positives: $0 < example.positiveCount ? 1 : 0) }
    case .positives: return positives.map { example.keeping([$0], positives: 1) }
    case .triplets:
      if positives.isEmpty || negatives.isEmpty { return [] }
      return (0..<max(positives.count, negatives.count)).map { number in
        example.keeping([number % positives.count, negatives.lowerBound + number % negatives.count], positives: 1)
      }
    case .lists(let count):
      if positives.isEmpty || negatives.isEmpty { return [] }
      let positive = generator.below(positives.count)
      let drawn = generator.draw(count, below: negatives.count).sorted().map { negatives.lowerBound + $0 }
      return [example.keeping([positive] + drawn, positives: 1)]
    }
  }
}
