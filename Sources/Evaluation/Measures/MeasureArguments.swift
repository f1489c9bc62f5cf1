/// A grade and the gain a user gives it, as in trec_eval's `ndcg.1=3,2=9`.
public struct GradeGain: Hashable, Sendable {
  /// The grade.
  public var grade: Int32
  /// Its gain.
  public var gain: Double
}

/// What distinguishes two measures of one family.
public struct MeasureArguments: Hashable, Sendable {
  /// Rank down to which the measure looks.
  public var cutoff: Int?
  /// Recall level of interpolated precision, or multiple of R.
  public var fraction: Double?
  /// Lowest grade that counts as relevant; nil takes the evaluation's.
  public var level: Int32?
  /// Numbers in the family's own meaning (coefficients of utility, recall levels of 11pt_avg, beta of set_F).
  public var numbers: [Double] = []
  /// Gains of grades; others have their grade as gain.
  public var gains: [GradeGain] = []
  /// Parameters as they were spelt, for trec_eval's printed name; nil for defaults.
  public var spelling: String?

  /// No arguments.
  public init() {}
}

/// What a measure's function is given besides the ranking: its arguments with the evaluation's options filled in.
package struct MeasureContext: Sendable {
  /// Lowest relevant grade.
  package var level: Int32 = 1
  /// Rank down to which the measure looks; Int.max when it has no cut-off.
  package var cutoff: Int = .max
  /// Recall level or multiple of R.
  package var fraction: Double = 0
  /// Numbers in the family's own meaning.
  package var numbers: [Double] = []
  /// Gains of grades.
  package var gains: [GradeGain] = []
  /// trec_eval 9 adds 0.9 to recall cut-offs and truncates, 10 rounds.
  package var truncatesRecall = false
  /// Documents in the collection (trec_eval's -N).
  package var collectionSize = 0

  /// Defaults.
  package init() {}
}
