/// A build that was stopped as its user wished, after it had committed what it had done.
public struct BuildStopped: Error, Equatable, CustomStringConvertible {
  /// The index folder.
  public var folder: String
  /// Items that are committed.
  public var count: Int
  /// What they are: "documents", "vectors".
  public var unit: String

  /// What is kept and how to go on.
  public var description: String {
    count == 0
      ? "\(folder): stopped before the first \(unit); the same command begins again"
      : "\(folder): stopped; \(count) \(unit) are committed, and the same command goes on behind them"
  }
}
