public import Bytes

/// A way to join runs.
public enum Fusion: Equatable, Sendable {
  /// By ranks alone.
  case reciprocalRank(ReciprocalRankFusion)
  /// By scores.
  case scores(ScoreFusion)

  /// The method's name on the command line and in pipelines.
  public static let names = ["rrf"] + ScoreNormalization.allCases.map(\.rawValue)

  /// The fusion of `runs` runs by the method of that name, nil when there is none; without weights all count alike.
  public init?(named name: String, runs: Int, k: Int, weights: [Double]?, missing: MissingScore = .last, hits: Int) {
    if name == "rrf" {
      self = .reciprocalRank(ReciprocalRankFusion(k: k, hits: hits))
    } else if let normalization = ScoreNormalization(rawValue: name) {
      let weights = weights ?? Array(repeating: 1, count: runs)
      self = .scores(ScoreFusion(normalization, weights: weights, missing: missing, hits: hits))
    } else {
      return nil
    }
  }

  /// Joins runs query by query.
  public func fuse(_ runs: [Run], tag: ByteString) -> Run {
    switch self {
    case .reciprocalRank(let fusion): fusion.fuse(runs, tag: tag)
    case .scores(let fusion): fusion.fuse(runs, tag: tag)
    }
  }

  /// What decides its results, as name and value.
  public var fields: [(name: String, value: String)] {
    switch self {
    case .reciprocalRank(let fusion):
      [("method", "rrf"), ("k", "\(fusion.k)"), ("hits", fusion.hits.map { "\($0)" } ?? "all")]
    case .scores(let fusion):
      [
        ("method", fusion.normalization.rawValue), ("missing", fusion.missing.rawValue),
        ("weights", fusion.weights.map { "\($0)" }.joined(separator: ", ")),
        ("hits", fusion.hits.map { "\($0)" } ?? "all"),
      ]
    }
  }
}
