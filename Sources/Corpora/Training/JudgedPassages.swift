internal import Bytes
public import Ranking

/// What the grades of judged passages are worth in training, and how many of the lower ones are taken.
public struct GradeLabels: Equatable, Sendable {
  /// The label of each grade; grades above the highest have its label. Passages of other grades are left out.
  public var labels: [Int32: Float]
  /// Passages with a label from this one on are positives, all of which are taken.
  public var positiveFrom: Float
  /// How many passages of a grade are taken at most for each positive of the query; without an entry all are.
  public var perPositive: [Int32: Double]

  /// By default the grade is the label and everything is taken.
  public init(labels: [Int32: Float] = [0: 0, 1: 1, 2: 2, 3: 3], positiveFrom: Float = 0.5, perPositive: [Int32: Double] = [:]) {
    self.labels = labels
    self.positiveFrom = positiveFrom
    self.perPositive = perPositive
  }

  /// The label of a grade; nil for one that is left out.
  public func label(_ grade: Int32) -> Float? {
    guard let highest = labels.keys.max() else { return nil }
    return labels[min(grade, highest)]
  }

  /// The grade whose rule serves for a grade.
  func rule(_ grade: Int32) -> Int32 { min(grade, labels.keys.max() ?? grade) }
}

/// Examples from judgements alone: a query with its judged passages, positives first, then the others in the order of the judgements.
///
/// Queries come in the order of the judgements; those without a positive are left out when the lower grades are counted by positives.
/// What is drawn for a query depends on the seed, the epoch and the query's id alone.
public final class JudgedPassages: ExampleReader {
  /// Queries so far of which nothing was taken.
  public private(set) var withoutPassages = 0
  private let name: String
  private let judgements: Judgements
  private let queries: QueryTexts
  private let passages: any PassageTexts
  private let grading: GradeLabels
  private let keys: (seed: UInt64, epoch: UInt64)
  private var place = 0

  /// - Parameter name: where the judgements are from, for messages.
  public init(
    _ judgements: Judgements, name: String, queries: QueryTexts, passages: any PassageTexts, grading: GradeLabels = GradeLabels(),
    seed: UInt64, epoch: Int
  ) {
    self.judgements = judgements
    self.name = name
    self.queries = queries
    self.passages = passages
    self.grading = grading
    keys = (seed, UInt64(truncatingIfNeeded: epoch))
  }

  /// The next example, or nil at the end.
  public func next() throws -> TrainingExample? {
    while place < judgements.queries.count {
      let query = judgements.queries[place]
      place += 1
      if let example = try example(of: query) { return example }
      withoutPassages += 1
    }
    return nil
  }

  private typealias Graded = (id: DocumentID, rule: Int32, label: Float)

  private func example(of query: QueryID) throws -> TrainingExample? {
    let grades = judgements.grades[query] ?? [:]
    let judged: [Graded] = (judgements.documents[query] ?? []).compactMap { id in
      guard let grade = grades[id], let label = grading.label(grade) else { return nil }
      return (id, grading.rule(grade), label)
    }
    let positives = judged.filter { $0.label >= grading.positiveFrom }
    var generator = CounterGenerator(seed: keys.seed, epoch: keys.epoch, name: query)
    let taken = positives + sample(judged.filter { $0.label < grading.positiveFrom }, positives: positives.count, &generator)
    if taken.isEmpty { return nil }
    let source = ExampleSource(file: name, line: 0, query: query, passages: taken.map(\.id))
    return TrainingExample(
      query: try queries.require(query, for: source), passages: try taken.map { try passages.require($0.id, for: source) },
      labels: taken.map(\.label), positiveCount: positives.count, source: source)
  }

  /// The share of each lower grade, in the order of the judgements.
  private func sample(_ others: [Graded], positives: Int, _ generator: inout CounterGenerator) -> [Graded] {
    var kept = Set<Int>()
    for rule in Set(others.map(\.rule)).sorted() {
      let places = others.indices.filter { others[$0].rule == rule }
      guard let share = grading.perPositive[rule] else {
        kept.formUnion(places)
        continue
      }
      let count = Int(min((max(0, share) * Double(positives)).rounded(), Double(places.count)))
      kept.formUnion(generator.draw(count, below: places.count).map { places[$0] })
    }
    return others.indices.filter(kept.contains).map { others[$0] }
  }
}
