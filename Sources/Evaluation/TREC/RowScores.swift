internal import Ranking

/// The scores of one ranking as a run file prints them: strictly falling when read back as float32 or as double.
///
/// trec_eval ignores the rank column and sorts by score, ties by document id descending; 9.0 keeps scores as float32, 10.0 as
/// double. So a score that does not lie below its predecessor in float32 is lowered. Two ways of printing:
/// - six decimals, as Anserini prints; a score is lowered to max(1e-6, one float32 step) below the predecessor;
/// - where six decimals would merge different scores smaller than 0.01 (less than four digits are left of those), or a score
///   reaches 10^9, the whole ranking is printed as the shortest decimals that read back as the same float32, and a score is
///   lowered by one float32 step.
struct RowScores {
  /// Units of 1e-6 or float32 values, whichever the ranking needs.
  enum Printed {
    case grid([Int64])
    case exact([Float])
  }

  /// Below this, six decimals leave fewer than four significant digits.
  private static let small = 0.01

  /// The printed scores, or the first score that cannot be printed.
  static func printed(_ documents: [RankedDocument]) throws(EvaluationError) -> Printed {
    for document in documents where !Float(document.score).isFinite {
      throw .unwritable(
        topic: "", document: document.id.text, problem: "score \(document.score) is not a finite float32 number")
    }
    return needsExact(documents) ? .exact(try exact(documents)) : .grid(grid(documents))
  }

  private static func needsExact(_ documents: [RankedDocument]) -> Bool {
    if documents.contains(where: { abs($0.score) >= 1e9 }) { return true }
    for (above, below) in zip(documents, documents.dropFirst()) {
      let apart = Float(above.score) > Float(below.score)
      if apart, abs(below.score) < small, units(above.score) == units(below.score) { return true }
    }
    return false
  }

  private static func grid(_ documents: [RankedDocument]) -> [Int64] {
    var result: [Int64] = []
    result.reserveCapacity(documents.count)
    for document in documents {
      var unit = units(document.score)
      if let above = result.last, asFloat(unit) >= asFloat(above) {
        let step = asFloat(above).nextDown
        let oneStep = Double(asFloat(above)) - Double(step) > 1e-6 ? units(Double(step)) : above - 1
        unit = min(above - 1, oneStep)
        while asFloat(unit) >= asFloat(above) { unit -= 1 }
      }
      result.append(unit)
    }
    return result
  }

  private static func exact(_ documents: [RankedDocument]) throws(EvaluationError) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(documents.count)
    for document in documents {
      // Minus zero would tie with zero.
      var score = Float(document.score) + 0
      if let above = result.last, score >= above { score = above.nextDown }
      guard score.isFinite else {
        throw .unwritable(
          topic: "", document: document.id.text, problem: "no float32 number is left below its predecessor's score")
      }
      result.append(score)
    }
    return result
  }

  /// A score in units of 1e-6, rounded as `%.6f` rounds.
  private static func units(_ score: Double) -> Int64 {
    if abs(score) >= 1e9 { return score < 0 ? -1_000_000_000_000_000 : 1_000_000_000_000_000 }
    let magnitude = Int64(FixedDecimal.scaled(abs(score), 6))
    return score < 0 ? -magnitude : magnitude
  }

  /// What a reader with float32 scores makes of a printed score. Below 2^53 units the quotient is the nearest double.
  private static func asFloat(_ units: Int64) -> Float { Float(Double(units) / 1e6) }
}
