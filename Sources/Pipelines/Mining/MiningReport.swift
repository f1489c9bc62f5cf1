internal import Ranking

/// What mining did, and for which queries it could not.
public struct MiningReport: Equatable, Sendable {
  /// Queries of the query file.
  public var queries = 0
  /// Examples written (a query's positive, or positives, with its negatives; in scored formats a query).
  public var examples = 0
  /// Negatives written, or, in scored formats, passages.
  public var negatives = 0
  /// Queries without a judged positive.
  public var withoutPositive = 0
  /// Positives that are not in the index, and the first of them.
  public var missingPositives = 0
  /// The first positive that is not in the index.
  public var firstMissing: String?
  /// Positives for which no candidate was left.
  public var withoutNegative = 0
  /// Positives that got fewer negatives than asked for, but some.
  public var tooFew = 0

  /// Nothing yet.
  public init() {}

  /// Sentences for people.
  func lines(_ settings: MiningSettings) -> [String] {
    var lines: [String] = []
    if withoutPositive > 0 {
      lines.append(
        "\(withoutPositive) of \(queries) queries have no positive (a document judged \(settings.judged.level) or more) and were left out"
      )
    }
    if let firstMissing {
      lines.append("\(missingPositives) positives are not in the index and were left out (the first: \(firstMissing))")
    }
    let what = settings.format.isScored ? "queries" : "positives"
    let place = settings.format.isScored ? "in the strata" : "at ranks \(settings.judged.negatives.window)"
    if withoutNegative > 0 { lines.append("\(withoutNegative) \(what) had no candidate \(place) and were left out") }
    if tooFew > 0 { lines.append("\(tooFew) \(what) had fewer candidates \(place) than asked for") }
    return lines
  }
}
