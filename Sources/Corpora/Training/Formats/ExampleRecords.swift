internal import Bytes

/// One format of training files with an example a line. Adding one is one file and one row in `TrainingFormat`.
protocol ExampleRecords {
  /// The example on a line; nil when the line is right but holds no passage.
  /// - Throws: `RecordProblem`, to which the caller adds file and line, or an error that names them itself.
  func example(_ line: Span<UInt8>, at source: ExampleSource) throws -> TrainingExample?
}

/// How the lines of a training file are to be understood.
public struct TrainingFileOptions: Sendable {
  /// Put U+FFFD for what is not UTF-8 instead of refusing it.
  public var replaceInvalidUTF8 = false
  /// What labels and scores must lie in; nil: any finite number.
  public var labels: ClosedRange<Float>?
  /// A passage with a label of its own (pairs, lists) is a positive from this label on.
  public var positiveFrom: Float = 0.5
  /// Put a FlagEmbedding line's `prompt` before its query.
  public var usesPrompts = true
  /// Texts of queries, for formats that hold ids.
  public var queries: QueryTexts?
  /// Texts of passages, for formats that hold ids.
  public var passages: (any PassageTexts)?

  /// Default options.
  public init() {}

  /// A label that may be used.
  func checked(_ label: Float?, field: ByteString, found: @autoclosure () -> String) throws(RecordProblem) -> Float {
    if let label, label.isFinite, labels?.contains(label) ?? true { return label }
    let expected = labels.map { "a number from \($0.lowerBound) to \($0.upperBound)" } ?? "a finite number"
    throw .wrongKind(field: field, found: found(), expected: expected)
  }
}
