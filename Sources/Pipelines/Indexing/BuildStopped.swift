/// A build that was stopped as its user wished, after it had committed what it had read.
public struct BuildStopped: Error, Equatable, CustomStringConvertible {
  /// The index folder.
  public var folder: String
  /// Documents that are committed.
  public var documents: Int

  /// What is kept and how to go on.
  public var description: String {
    documents == 0
      ? "\(folder): stopped before the first documents; the same command begins again"
      : "\(folder): stopped; \(documents) documents are committed, and the same command goes on behind them"
  }
}
