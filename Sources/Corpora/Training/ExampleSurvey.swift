/// What a stream of examples holds: for the forecast, and to refuse data that nothing can be learned from.
public struct ExampleSurvey: Equatable, Sendable {
  /// Examples.
  public private(set) var examples = 0
  /// Passages of all of them: pairs with a query.
  public private(set) var passages = 0
  /// Passages that are positives.
  public private(set) var positives = 0
  /// Examples without any positive.
  public private(set) var withoutPositive = 0
  /// Bytes of all queries and of all passages.
  public private(set) var bytes = (queries: 0, passages: 0)
  /// Smallest and largest label; nil without passages.
  public private(set) var labels: ClosedRange<Float>?

  /// Nothing yet.
  public init() {}

  /// A survey of a stream, of its first examples when there is a limit.
  public init(of source: any ExampleReader, limit: Int = .max) throws {
    var source = source
    while examples < limit, let example = try source.next() { add(example) }
  }

  /// Takes an example into account.
  public mutating func add(_ example: TrainingExample) {
    examples += 1
    passages += example.passages.count
    positives += example.positiveCount
    if example.positiveCount == 0 { withoutPositive += 1 }
    bytes.queries += example.query.count
    bytes.passages += example.passages.reduce(0) { $0 + $1.count }
    for label in example.labels { labels = min(labels?.lowerBound ?? label, label)...max(labels?.upperBound ?? label, label) }
  }

  /// Refuses data without examples and, where labels are learned, data with a single label.
  /// - Throws: `TrainingDataError.noExamples`, `.oneClass`.
  public func check(source: String, needsTwoClasses: Bool) throws(TrainingDataError) {
    guard let labels else { throw .noExamples(source: source) }
    if needsTwoClasses, labels.lowerBound == labels.upperBound {
      throw .oneClass(source: source, examples: examples, label: labels.lowerBound)
    }
  }

  /// Same figures.
  public static func == (left: ExampleSurvey, right: ExampleSurvey) -> Bool {
    (left.examples, left.passages, left.positives, left.withoutPositive) == (
      right.examples, right.passages, right.positives, right.withoutPositive
    ) && left.bytes == right.bytes && left.labels == right.labels
  }
}
