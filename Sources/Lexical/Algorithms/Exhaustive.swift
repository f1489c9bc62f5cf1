/// Scores every document that contains a query term, one document at a time.
///
/// Source: Turtle and Flood, "Query evaluation: strategies and optimizations", 1995. Scores are summed in the order of the cursors.
enum Exhaustive {
  /// Offers all matching documents.
  static func search(_ cursors: inout [some ScoringCursor], into hits: inout HitSelection, _ scratch: Scratch)
    throws(LexicalError)
  {
    var window = Candidates(scratch)
    while true {
      let document = cursors.reduce(endOfPostings) { min($0, $1.document) }
      if document == endOfPostings { break }
      var score = -0.0
      for index in cursors.indices where cursors[index].document == document {
        score += Double(cursors[index].score())
        try cursors[index].next()
      }
      unsafe window.documents[window.count] = document
      unsafe window.scores[window.count] = score
      window.count += 1
      if window.count == ScoreWindow.size {
        hits.offer(window)
        window.count = 0
      }
    }
    hits.offer(window)
  }
}
