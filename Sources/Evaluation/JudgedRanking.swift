/// What measures see of a topic: the grades of the ranked documents by rank, and how many documents hold each grade.
package struct JudgedRanking: Sendable {
  /// A document that is not in the judgements.
  package static let notInPool: Int32 = -1
  /// A document whose judgement is negative: in the pool, not judged.
  package static let notJudged: Int32 = -2

  /// Grade of the document at each rank, or one of the two marks above.
  package var relevance: [Int32]
  /// Grades from 0 upward that occur in the topic's judgements, ascending, and how many documents have each.
  package var levels: [(grade: Int32, count: Int)]

  /// A ranking with its judgements.
  package init(relevance: [Int32], levels: [(grade: Int32, count: Int)]) {
    self.relevance = relevance
    self.levels = levels
  }

  /// Documents judged at this level or above.
  package func relevantCount(_ level: Int32) -> Int {
    levels.reduce(0) { $1.grade >= level ? $0 + $1.count : $0 }
  }

  /// Documents judged below this level.
  package func nonrelevantCount(_ level: Int32) -> Int {
    levels.reduce(0) { $1.grade < level ? $0 + $1.count : $0 }
  }

  /// Ranked documents at this level or above, among the first `depth`.
  package func retrieved(_ level: Int32, depth: Int = .max) -> Int {
    var count = 0
    let ranks = relevance.span
    for rank in 0..<min(depth, ranks.count) where ranks[rank] >= level { count &+= 1 }
    return count
  }
}
