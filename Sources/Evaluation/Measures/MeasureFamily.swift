/// One row of the registry: a measure's names, what it takes, how topics are summed up, and its function.
public struct MeasureFamily: Sendable {
  /// What may follow a measure's name.
  enum Takes: Sendable {
    /// Nothing.
    case nothing
    /// Rank cut-offs, one value each; trec_eval's defaults. `required` when the measure has no meaning without one.
    case cutoffs([Int], required: Bool)
    /// Fractions, one value each; trec_eval's defaults.
    case fractions([Double])
    /// Numbers of one value; defaults.
    case numbers([Double])
    /// Gains of grades, and a persistence `p` whose default is given when the measure has one.
    case gains(persistence: Double?)
  }

  /// How values of topics become one.
  enum Summary: Sendable {
    /// Arithmetic mean.
    case mean
    /// Sum, printed as a whole number.
    case sum
    /// exp of the mean of logarithms; topics' values are logarithms and are not shown.
    case geometricMean
    /// Number of topics.
    case topics
    /// Judged documents with a grade above 0: under `-c` trec_eval counts them anew, whatever the level.
    case relevantSum
    /// A text of the run (`runid`), shown for all topics only.
    case tag
    /// A text of each topic (`relstring`), shown for topics only.
    case text
  }

  /// Name in ir_measures' scheme; nil when that scheme has none.
  let name: String?
  /// Other names ir_measures accepts.
  var aliases: [String] = []
  /// Name in trec_eval's scheme without a rank cut-off, or with one when `cutName` is nil.
  let trecName: String?
  /// Name in trec_eval's scheme with a rank cut-off, where it differs (`map_cut`, `ndcg_cut`).
  var cutName: String?
  let takes: Takes
  /// trec_eval's cut-offs of `cutName`.
  var cutDefaults: [Int] = []
  var summary: Summary = .mean
  /// Value of a judged topic that the run lacks.
  var missing: Double = 0
  /// True when the relevance level changes nothing, so that `(rel=2)` in a name would be a promise not kept.
  var ignoresLevel = false
  /// One or two sentences for `--help`.
  public let explanation: String
  let compute: @Sendable (JudgedRanking, MeasureContext) -> Double

  /// The name people see in lists.
  public var title: String { name ?? trecName ?? "" }

  /// trec_eval's default rank cut-offs.
  static let ranks = [5, 10, 15, 20, 30, 100, 200, 500, 1000]
}
