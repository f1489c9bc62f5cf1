import Foundation

/// The scores of a ranking as Anserini prints them (`ScoreTiesAdjusterReranker`, `RunOutputWriter`): rounded to 1e-4, then lowered by 1e-6
/// for each one before that is not more than 1e-4 higher.
func printedScores(_ scores: [Float]) -> [String] {
  var printed: [Float] = []
  var ties: Float = 0
  for score in scores {
    let rounded = Float((Double(score) * 1e4 + 0.5).rounded(.down) / 1e4)
    if let above = printed.last, !(above - rounded > 1e-4) { ties += 1 } else { ties = 0 }
    printed.append(ties == 0 ? rounded : rounded - 1e-6 * ties)
  }
  return printed.map { String(format: "%.6f", Double($0)) }
}
