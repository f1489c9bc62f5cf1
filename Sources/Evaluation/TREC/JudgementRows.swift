internal import Bytes
internal import Ranking

/// Reads the rows of a qrels file: TREC's and MS MARCO's four columns, or BEIR's three under their header.
struct JudgementRows: LineConsumer {
  private struct Place {
    var topic: QueryID
    var document: DocumentID
    var line: Int
  }

  private let path: String
  private var judgements = Judgements()
  private var places: [Place] = []
  private var threeColumns = false
  /// The last topic met: rows of a topic share one id.
  private var topic: QueryID = ""

  static let expected =
    "four columns 'qid 0 docid grade' (or BEIR's three under their header 'query-id corpus-id score')"

  init(path: String) { self.path = path }

  mutating func consume(_ bytes: Span<UInt8>, line: Range<Int>, number: Int) throws(EvaluationError) {
    let fields = Fields.all(bytes, line)
    guard let first = fields.first, bytes[first.lowerBound] != 35 else { return }
    if places.isEmpty, isHeader(bytes, fields) {
      threeColumns = true
      return
    }
    guard fields.count == (threeColumns ? 3 : 4) else {
      let expected = threeColumns ? "three columns 'query-id corpus-id score'" : JudgementRows.expected
      throw .malformed(path: path, line: number, expected: expected, found: "\(fields.count) in \(excerpt(bytes, line))")
    }
    let last = fields[fields.count - 1]
    guard let grade = DecimalScore.parseGrade(bytes, last) else {
      throw .malformed(path: path, line: number, expected: "a grade: a whole number", found: excerpt(bytes, last))
    }
    try append(copy(bytes, first), copy(bytes, fields[fields.count - 2]), grade, number)
  }

  private func isHeader(_ bytes: Span<UInt8>, _ fields: [Range<Int>]) -> Bool {
    fields.count == 3 && fields.map { String(decoding: copy(bytes, $0), as: UTF8.self) } == ["query-id", "corpus-id", "score"]
  }

  private mutating func append(_ id: [UInt8], _ name: [UInt8], _ grade: Int32, _ number: Int) throws(EvaluationError) {
    if id != topic.bytes || places.isEmpty { topic = ByteString(id) }
    let document = ByteString(name)
    guard judgements.add(query: topic, document: document, grade: grade) else {
      let first = places.first { $0.topic == topic && $0.document == document }
      throw .duplicate(
        path: path, topic: topic.text, document: document.text, firstLine: first?.line ?? 0, secondLine: number)
    }
    places.append(Place(topic: topic, document: document, line: number))
  }

  /// The judgements read.
  consuming func finish() throws(EvaluationError) -> Judgements {
    if places.isEmpty { throw .empty(path: path, expected: JudgementRows.expected) }
    return judgements
  }
}
