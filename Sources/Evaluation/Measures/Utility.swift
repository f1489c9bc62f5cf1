internal import Foundation

/// Linear utility of the retrieved set, and "yet another average precision".
enum Utility {
  static let family = MeasureFamily(
    name: nil, trecName: "utility", takes: .numbers([1, -1, 0, 0]),
    explanation: "A x relevant retrieved + B x nonrelevant retrieved + C x relevant missed + D x nonrelevant left out.",
    compute: { ranking, context in
      let (retrieved, relevant) = (ranking.relevance.count, ranking.relevantCount(context.level))
      let found = ranking.retrieved(context.level)
      let rest = Double(context.collectionSize) + Double(found - retrieved - relevant)
      let numbers = context.numbers
      return numbers[0] * Double(found) + numbers[1] * Double(retrieved - found) + numbers[2] * Double(relevant - found)
        + numbers[3] * rest
    })

  /// trec_eval's m_yaap.c (Robertson, 2006); not part of its `all_trec`. A topic the run lacks has log(1 / (1 + R)).
  static let logOdds = MeasureFamily(
    name: nil, trecName: "yaap", takes: .nothing,
    explanation: "Logarithm of (1 + sum) over (1 + R - sum), the sum being average precision's before its division by R.",
    compute: { ranking, context in
      var (found, sum) = (0, 0.0)
      for (rank, grade) in ranking.relevance.enumerated() where grade >= context.level {
        found += 1
        sum += Double(found) / Double(rank + 1)
      }
      return log((1 + sum) / (1 + Double(ranking.relevantCount(context.level)) - sum))
    })
}
