/// How long the analysis and the inversion of some texts took: what tells which share each has.
public struct InversionTimes: Sendable {
  /// Cutting texts into words.
  public private(set) var analysis = Duration.zero
  /// Finding the words' terms (new words are stemmed there) and noting their postings.
  public private(set) var inversion = Duration.zero

  /// Adds to both.
  mutating func add(analysis: Duration, inversion: Duration) {
    self.analysis += analysis
    self.inversion += inversion
  }

  /// The share of the analysis, 0 to 1; 0 where nothing was timed.
  public var analysisShare: Double {
    let all = analysis + inversion
    return all > .zero ? analysis / all : 0
  }
}
