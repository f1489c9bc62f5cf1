/// Skips documents that cannot enter the hits: lists whose maxima together stay below the threshold cannot bring a document in alone.
///
/// Source: Turtle and Flood, "Query evaluation: strategies and optimizations", 1995; in windows of documents as Lucene's `MaxScoreBulkScorer`.
/// Cursors come by descending maximum. The first `essential` of them find documents, the others complete the scores of those still
/// in question; so every score is summed in the order of the cursors, and is bit for bit that of `Exhaustive`.
/// A document is dropped only when its bound is strictly below the threshold.
struct MaxScore<Cursor: WindowCursor> {
  private var cursors: [Cursor]
  /// At i: what cursors i and later can add together; 0 behind the last.
  private let bounds: [Double]
  private var window: ScoreWindow
  private var candidates: Candidates

  /// A search over cursors by descending maximum.
  init(_ cursors: [Cursor], _ scratch: Scratch) {
    self.cursors = cursors
    bounds = cursors.reversed().reduce(into: [0.0]) { $0.append($0[$0.count - 1] + Double($1.maximum)) }.reversed()
    window = ScoreWindow(scratch)
    candidates = Candidates(scratch)
  }

  /// Offers every document that may be among the hits.
  mutating func search(into hits: inout HitSelection) throws(LexicalError) {
    var start: UInt32 = 0
    while true {
      let essential = essentialCount(hits.floor)
      if essential == 0 { return }
      start = try align(essential, start)
      if start == endOfPostings { return }
      let end = start.addingReportingOverflow(UInt32(ScoreWindow.size))
      try find(essential, start, end.overflow ? endOfPostings : end.partialValue, hits.floor)
      try complete(essential, hits.floor)
      hits.offer(candidates)
      start = end.partialValue
    }
  }

  /// How many cursors are essential: those behind them cannot reach the floor together.
  private func essentialCount(_ floor: Double) -> Int {
    var count = cursors.count
    while count > 0, bounds[count - 1] < floor { count -= 1 }
    return count
  }

  /// Moves the essential cursors to `start` or later; returns the first document any of them stands at.
  private mutating func align(_ essential: Int, _ start: UInt32) throws(LexicalError) -> UInt32 {
    var first = endOfPostings
    for index in 0..<essential {
      try cursors[index].advance(to: start)
      first = min(first, cursors[index].document)
    }
    return first
  }

  /// Fills the candidates with the documents of the essential cursors that may still reach the floor.
  private mutating func find(_ essential: Int, _ start: UInt32, _ end: UInt32, _ floor: Double) throws(LexicalError) {
    let needed = floor - bounds[essential]
    if essential == 1 {
      try cursors[0].collect(before: end, atLeast: needed, into: &candidates)
      return
    }
    window.move(to: start, end: end)
    for index in 0..<essential { try cursors[index].accumulate(into: &window) }
    window.drain(atLeast: needed, into: &candidates)
  }

  /// Adds the other cursors' scores, dropping after each the candidates that cannot reach the floor any more.
  private mutating func complete(_ essential: Int, _ floor: Double) throws(LexicalError) {
    for index in essential..<cursors.count where candidates.count > 0 {
      try cursors[index].complete(&candidates, atLeast: floor - bounds[index + 1])
    }
  }
}
