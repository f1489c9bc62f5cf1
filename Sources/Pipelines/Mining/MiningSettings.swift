public import Corpora

/// What mining takes as positives and negatives.
public struct MiningSettings: Sendable {
  /// How candidates are found: `bm25` or `dense`, with their settings. The number of hits follows from the ranks.
  public var search = SearchSettings()
  /// Which judged documents are positives, and what may not be a negative.
  public var judged: JudgedRunOptions
  /// How far a negative's score must stay below the positive's.
  public var margin = ScoreMargin()
  /// What scored formats draw for each query.
  public var strata: RankStrata?
  /// Decides what is drawn, together with a query's id.
  public var seed: UInt64 = 42
  /// What a line of the output looks like.
  public var format = MiningFormat.triplets

  /// By default as in arXiv:2506.18535: the first positive of every query with one of ranks 50 to 200.
  public init() {
    judged = JudgedRunOptions()
    judged.positives = .first
    judged.negatives = NegativeSampling()
  }

  /// Hits that are needed for each query.
  var depth: Int { format.isScored ? strata?.depth ?? 0 : judged.negatives.window.ranks.upperBound }

  /// What the output depends on beside the search.
  func recipe() -> Recipe {
    var recipe = Recipe()
    recipe.add("seed", "\(seed)")
    recipe.add("format", format.rawValue)
    if format.isScored {
      recipe.add("strata", strata?.description ?? "")
      return recipe
    }
    recipe.add("level", "\(judged.level)")
    recipe.add("positives", judged.positives.rawValue)
    recipe.add("ranks", judged.negatives.window.description)
    recipe.add("negatives", "\(judged.negatives.count)")
    recipe.add("choice", judged.negatives.choice.rawValue)
    recipe.add("excluded", judged.excludesAllJudged ? "all judged" : "positives")
    recipe.add("margin", margin.description)
    return recipe
  }
}

/// How far a negative's score must stay below that of its positive (NV-Retriever, arXiv:2407.15831, section 3.2).
public struct ScoreMargin: Equatable, Sendable, CustomStringConvertible {
  /// A negative scores at most the positive's score minus this (`TopK-MarginPos`; sentence-transformers' `absolute_margin`).
  public var absolute: Float?
  /// A negative scores at most this share of the positive's score (`TopK-PercPos`; one minus sentence-transformers' `relative_margin`).
  public var relative: Float?

  /// No margin unless one is given.
  public init(absolute: Float? = nil, relative: Float? = nil) {
    self.absolute = absolute
    self.relative = relative
  }

  /// True when scores decide nothing.
  public var isNone: Bool { absolute == nil && relative == nil }

  /// True when a candidate may be a negative beside a positive.
  public func allows(_ score: Float, positive: Float) -> Bool {
    if let absolute, score > positive - absolute { return false }
    if let relative, score > positive * relative { return false }
    return true
  }

  /// For recipes.
  public var description: String {
    let parts = [absolute.map { "absolute \($0)" }, relative.map { "relative \($0)" }].compactMap { $0 }
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }
}
