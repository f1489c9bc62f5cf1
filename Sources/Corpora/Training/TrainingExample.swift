public import Ranking

/// One query with the passages that a model is to tell apart, and what each is worth.
///
/// Positives stand first, each part in the order of its file. A pair has one passage; a triplet has a positive and a negative; a list
/// has any number.
public struct TrainingExample: Equatable, Sendable {
  /// The query's text.
  public var query: [UInt8]
  /// The passages' texts.
  public var passages: [[UInt8]]
  /// One a passage: 1 and 0, a grade, or a teacher's score, whichever the source holds.
  public var labels: [Float]
  /// How many passages, the first ones, are positives. Their labels need not say so: a teacher's scores may be of any sign.
  public var positiveCount: Int
  /// Where it comes from.
  public var source: ExampleSource

  /// An example. Preconditions: one label a passage, and no more positives than passages.
  public init(query: [UInt8], passages: [[UInt8]], labels: [Float], positiveCount: Int, source: ExampleSource) {
    precondition(labels.count == passages.count && (0...passages.count).contains(positiveCount))
    self.query = query
    self.passages = passages
    self.labels = labels
    self.positiveCount = positiveCount
    self.source = source
  }

  /// The places of the positives.
  public var positives: Range<Int> { 0..<positiveCount }

  /// The places of the negatives.
  public var negatives: Range<Int> { positiveCount..<passages.count }

  /// The example with some of its passages, by place, the first `positives` of which are the positives.
  func keeping(_ places: [Int], positives: Int) -> TrainingExample {
    var kept = source
    if !source.passages.isEmpty { kept.passages = places.map { source.passages[$0] } }
    return TrainingExample(
      query: query, passages: places.map { passages[$0] }, labels: places.map { labels[$0] }, positiveCount: positives,
      source: kept)
  }
}

/// Where an example was read: what messages about it name.
public struct ExampleSource: Equatable, Sendable {
  /// The file.
  public var file: String
  /// Its line, from 1; 0 when it stands on no one line (judgements and a run together).
  public var line: Int
  /// The query's id, where the source has one.
  public var query: QueryID?
  /// The passages' ids, one each, or none where the source has none.
  public var passages: [DocumentID]

  /// A place.
  public init(file: String, line: Int, query: QueryID? = nil, passages: [DocumentID] = []) {
    self.file = file
    self.line = line
    self.query = query
    self.passages = passages
  }
}

extension ExampleSource: CustomStringConvertible {
  /// `file:line`, and the ids there are, at most five of them.
  public var description: String {
    let place = line == 0 ? file : "\(file):\(line)"
    let named = passages.prefix(5).map(\.text).joined(separator: ", ") + (passages.count > 5 ? ", …" : "")
    guard let query else { return passages.isEmpty ? place : "\(place) (passages \(named))" }
    return passages.isEmpty ? "\(place) (query \(query))" : "\(place) (query \(query), passages \(named))"
  }
}
