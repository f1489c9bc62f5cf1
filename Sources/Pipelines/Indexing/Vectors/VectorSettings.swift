public import Dense

/// How a set of vectors is stored and what its scores are. What is nil is as it is in a set that is there, and the usual in a new one.
public struct VectorSettings: Equatable, Sendable {
  /// How numbers are stored; usually `fp32`.
  public var store: VectorStore?
  /// What a score is; usually `ip`.
  public var metric: VectorMetric?

  /// Eight-bit codes for a first pass beside the vectors; usually none.
  public var codes: Bool?

  /// Nothing is asked for.
  public init() {}

  /// What a set in the index has otherwise than asked for, for people.
  func differences(of set: VectorSetDescription) -> [String] {
    var lines: [String] = []
    if let store, store != set.store { lines.append("store: \(set.store.rawValue), now \(store.rawValue)") }
    if let metric, metric != set.metric { lines.append("metric: \(set.metric.rawValue), now \(metric.rawValue)") }
    if let codes, codes != set.hasCodes {
      func text(_ codes: Bool) -> String { codes ? "int8" : "none" }
      lines.append("codes: \(text(set.hasCodes)), now \(text(codes))")
    }
    return lines
  }
}
