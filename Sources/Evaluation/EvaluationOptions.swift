/// How a run is evaluated.
public struct EvaluationOptions: Sendable {
  /// Whose reading of the details is followed.
  public enum Compatibility: String, CaseIterable, Sendable {
    /// trec_eval 9.0: scores compared as float32, recall cut-offs plus 0.9 truncated, topics the run lacks not listed under `-q`.
    case trecEval9 = "9"
    /// trec_eval 10.0: scores compared as double, recall cut-offs rounded.
    case trecEval10 = "10"
  }

  /// What decides the order of a topic's rows.
  public enum Order: Sendable {
    /// As trec_eval: score descending, then document id descending by bytes.
    case score
    /// The rows as they stand: for rankings made here, which the run writer keeps in order.
    case rows
  }

  /// Lowest grade that counts as relevant (trec_eval's -l).
  public var level: Int32 = 1
  /// Average over all judged topics, 0 for those the run lacks (-c).
  public var complete = false
  /// Look at so many documents of a topic only (-M).
  public var depth: Int?
  /// Leave out documents without a judgement (-J).
  public var judgedOnly = false
  /// Documents in the collection, for utility (-N).
  public var collectionSize = 0
  /// Whose reading of the details is followed.
  public var compatibility = Compatibility.trecEval10
  /// What decides the order of rows; nil is `.score` for a file's table and `.rows` for a run in memory.
  public var order: Order?
  /// Threads to use; results do not depend on it.
  public var threads = 1

  /// trec_eval 10's defaults.
  public init() {}

  /// Refuses values outside their range.
  func check() throws(EvaluationError) {
    if level < 0 { throw .badOption(name: "the relevance level", value: "\(level)", expected: "a grade from 0 upward") }
    if let depth, depth < 1 { throw .badOption(name: "the depth", value: "\(depth)", expected: "a rank from 1 upward") }
    if collectionSize < 0 {
      throw .badOption(name: "the number of documents", value: "\(collectionSize)", expected: "a count from 0 upward")
    }
  }
}
