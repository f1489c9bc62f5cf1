/// How the scores of one ranking are made comparable with another system's before they are added up.
///
/// Names and formulas are those of ranx (ranx/normalization: min_max_norm, zmuv_norm). Where all scores of a ranking are equal, minmax
/// makes them 1 as Anserini does (ScoredDocsFuser.normalizeScores); ranx makes them 0.
public enum ScoreNormalization: String, CaseIterable, Sendable {
  /// The scores as they are: for systems that speak of the same thing in one unit.
  case linear
  /// (score - lowest) / (highest - lowest); 1 for all where they are equal.
  case minmax
  /// (score - mean) / standard deviation over the ranking (the population's); 0 for all where they are equal.
  case zscore

  func apply(to scores: [Double]) -> [Double] {
    switch self {
    case .linear: return scores
    case .minmax:
      let low = scores.min() ?? 0, span = (scores.max() ?? 0) - low
      return scores.map { span > 0 ? ($0 - low) / span : 1 }
    case .zscore:
      let mean = scores.reduce(0, +) / Double(max(1, scores.count))
      let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, scores.count))
      return scores.map { variance > 0 ? ($0 - mean) / variance.squareRoot() : 0 }
    }
  }
}

/// What a document counts in a ranking that does not hold it, after normalisation.
public enum MissingScore: String, CaseIterable, Sendable {
  /// As much as the ranking's last document, for it scored no higher: Pyserini's hybrid search (pyserini/search/hybrid).
  case last
  /// Nothing: ranx (ranx/fusion/wsum.py) and the fusion of runs in Anserini and Pyserini. With zscore that is the ranking's mean.
  case zero
}
