/// The lowest rung: walks the documents of one list in ascending order.
protocol PostingsCursor {
  /// The current document; `endOfPostings` after the last.
  var document: UInt32 { get }
  /// Goes to the next posting. Precondition: not at the end.
  mutating func next() throws(LexicalError)
  /// Goes to the first posting with at least this document; stays when it is there already.
  mutating func advance(to document: UInt32) throws(LexicalError)
}

/// The document after all others.
let endOfPostings = UInt32.max

/// A cursor whose current posting has a score. Enough for exhaustive scoring.
protocol ScoringCursor: PostingsCursor {
  /// The score of the current posting. Precondition: not at the end.
  mutating func score() -> Float
}

/// A cursor with a bound over all its postings, that works on whole windows of documents at a time. MaxScore asks for this.
protocol WindowCursor: ScoringCursor {
  /// No posting of the list scores above it.
  var maximum: Float { get }
  /// Adds the scores of all postings from the current one to the window's end, and stands behind them.
  /// Precondition: the current document is not before the window.
  mutating func accumulate(into window: inout ScoreWindow) throws(LexicalError)
  /// Adds the score of every candidate that the list contains, and keeps those with at least `floor` then. Candidates ascend, none before the
  /// current document's predecessors.
  mutating func complete(_ candidates: inout Candidates, atLeast floor: Double) throws(LexicalError)
  /// Makes the postings from the current one to before `end` candidates, with their scores, if these are at least `floor`; stands behind them.
  mutating func collect(before end: UInt32, atLeast floor: Double, into candidates: inout Candidates) throws(LexicalError)
}
