internal import Bytes
internal import Ranking

/// Ids whose texts stand elsewhere: `qid<TAB>pid<TAB>pid…` as MS MARCO's `qidpidtriples`, the first passage being the positive, or
/// ColBERT's arrays `[qid, pid+, pid-, …]`, in which a passage may be `[pid, score]`.
struct IDTriples: ExampleRecords {
  static let expected = "qid<TAB>positive pid<TAB>negative pid"
  static let expectedArray = "an array of a query's id and at least two passages' ids"
  let queries: QueryTexts
  let passages: any PassageTexts
  let options: TrainingFileOptions

  init(_ options: TrainingFileOptions, file: String) throws {
    guard let queries = options.queries else { throw TrainingDataError.textsNeeded(file: file, what: "queries") }
    guard let passages = options.passages else { throw TrainingDataError.textsNeeded(file: file, what: "passages") }
    self.queries = queries
    self.passages = passages
    self.options = options
  }

  func example(_ line: Span<UInt8>, at source: ExampleSource) throws -> TrainingExample? {
    let content = line.trimmed(0..<line.count)
    let row = !content.isEmpty && line[content.lowerBound] == UInt8(ascii: "[") ? try array(line) : try columns(line)
    var source = source
    source.query = row.query
    source.passages = row.passages
    return TrainingExample(
      query: try queries.require(row.query, for: source),
      passages: try row.passages.map { try passages.require($0, for: source) },
      labels: row.labels, positiveCount: 1, source: source)
  }

  private struct Row {
    var query: QueryID
    var passages: [DocumentID]
    var labels: [Float]
  }

  private func columns(_ line: Span<UInt8>) throws(RecordProblem) -> Row {
    let columns = try TrainingLines.columns(line, 3...Int.max, expected: Self.expected)
    let query = try checkedID(columns[0], name: "query id", expected: Self.expected)
    var ids: [DocumentID] = []
    for column in columns.dropFirst() { ids.append(try checkedID(column, name: "passage id", expected: Self.expected)) }
    return Row(query: query, passages: ids, labels: Self.binary(ids.count))
  }

  private func array(_ line: Span<UInt8>) throws(RecordProblem) -> Row {
    let elements = try JSONLine.value(line, expected: Self.expectedArray).array ?? []
    guard elements.count >= 3 else { throw .missingField(meaning: "triple", expected: Self.expectedArray) }
    let query = try JSONLine.identifier(elements[0], key: "query id")
    var row = Row(query: query, passages: [], labels: Self.binary(elements.count - 1))
    for (place, element) in elements.dropFirst().enumerated() {
      guard let pair = element.array else {
        row.passages.append(try JSONLine.identifier(element, key: "passage id"))
        continue
      }
      guard pair.count == 2 else { throw .missingField(meaning: "score", expected: "[passage id, score]") }
      row.passages.append(try JSONLine.identifier(pair[0], key: "passage id"))
      row.labels[place] = try JSONLine.label(pair[1], key: "score", options)
    }
    return row
  }

  private static func binary(_ count: Int) -> [Float] { [1] + repeatElement(0, count: count - 1) }
}
