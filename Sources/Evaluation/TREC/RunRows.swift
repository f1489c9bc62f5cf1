internal import Bytes
internal import Ranking

/// Reads the rows of a run file: TREC's six columns or MS MARCO's three, told apart by the first row.
struct RunRows: LineConsumer {
  private enum Format { case trec, msmarco }
  /// A stretch of rows of one topic.
  private struct Stretch {
    var topic: Int
    var first: Int
  }

  private var table: RunTable
  private var format: Format?
  private var numbers: [QueryID: Int] = [:]
  private var stretches: [Stretch] = []
  private var current: [UInt8] = []
  private var used = 0
  /// The last tag met, copied only when it changes.
  private var tag: [UInt8] = []

  static let expected = "six columns 'qid Q0 docid rank score tag' (or MS MARCO's three: 'qid pid rank')"

  init(path: String) { table = RunTable(path: path) }

  mutating func consume(_ bytes: Span<UInt8>, line: Range<Int>, number: Int) throws(EvaluationError) {
    var fields = Fields(position: line.lowerBound, end: line.upperBound)
    // Blank lines and comments, as trec_eval 10 skips them.
    guard let topic = fields.next(bytes), bytes[topic.lowerBound] != 35 else { return }
    if format == nil { format = try format(bytes, line, number) }
    guard let second = fields.next(bytes), let third = fields.next(bytes) else {
      throw malformed(bytes, line, number)
    }
    if format == .msmarco {
      if fields.next(bytes) != nil { throw malformed(bytes, line, number) }
      let rank = try score(bytes, third, number, "a rank")
      append(bytes, topic: topic, document: second, score: -rank, number)
      return
    }
    guard fields.next(bytes) != nil, let field = fields.next(bytes), let label = fields.next(bytes) else {
      throw malformed(bytes, line, number)
    }
    let value = try score(bytes, field, number, "a score")
    append(bytes, topic: topic, document: third, score: value, number)
    if label.count != tag.count || !sameBytes(bytes, label.lowerBound, tag.span, 0, count: tag.count) { tag = copy(bytes, label) }
  }

  private func format(_ bytes: Span<UInt8>, _ line: Range<Int>, _ number: Int) throws(EvaluationError) -> Format {
    let count = Fields.all(bytes, line).count
    if count >= 6 { return .trec }
    if count == 3 { return .msmarco }
    throw malformed(bytes, line, number)
  }

  private func malformed(_ bytes: Span<UInt8>, _ line: Range<Int>, _ number: Int) -> EvaluationError {
    let count = Fields.all(bytes, line).count
    let expected = format == nil ? RunRows.expected : format == .msmarco ? "three columns 'qid pid rank'" : RunRows.expected
    return .malformed(path: table.path, line: number, expected: expected, found: "\(count) in \(excerpt(bytes, line))")
  }

  @inline(__always) private func score(
    _ bytes: Span<UInt8>, _ field: Range<Int>, _ number: Int, _ what: String
  ) throws(EvaluationError) -> Double {
    if let value = DecimalScore.parse(bytes, field) { return value }
    throw .malformed(path: table.path, line: number, expected: "\(what): a finite decimal number", found: excerpt(bytes, field))
  }

  @inline(__always) private mutating func append(
    _ bytes: Span<UInt8>, topic: Range<Int>, document: Range<Int>, score: Double, _ number: Int
  ) {
    if stretches.isEmpty || topic.count != current.count
      || !sameBytes(bytes, topic.lowerBound, current.span, 0, count: current.count)
    {
      begin(copy(bytes, topic))
    }
    let row = RunTable.Row(
      score: score, start: used, count: UInt32(clamping: document.count), line: UInt32(clamping: number))
    table.rows.append(row)
    if used + document.count > table.pool.count { growPool(by: document.count) }
    var place = used
    var pool = table.pool.mutableSpan
    for index in document {
      pool[place] = bytes[index]
      place &+= 1
    }
    used = place
  }

  private mutating func growPool(by count: Int) {
    table.pool.append(contentsOf: repeatElement(0, count: max(1 << 16, count, table.pool.count / 2)))
  }

  private mutating func begin(_ topic: [UInt8]) {
    current = topic
    let id = ByteString(topic)
    let number = numbers[id] ?? table.topics.count
    if number == table.topics.count {
      numbers[id] = number
      table.topics.append(id)
    }
    stretches.append(Stretch(topic: number, first: table.rows.count))
  }

  /// The table, its rows gathered by topic.
  consuming func finish() throws(EvaluationError) -> RunTable {
    if table.rows.isEmpty { throw .empty(path: table.path, expected: RunRows.expected) }
    table.tag = ByteString(tag)
    var byTopic = [[Range<Int>]](repeating: [], count: table.topics.count)
    for (index, stretch) in stretches.enumerated() {
      let end = index + 1 < stretches.count ? stretches[index + 1].first : table.rows.count
      byTopic[stretch.topic].append(stretch.first..<end)
    }
    if stretches.count == table.topics.count {
      table.ranges = byTopic.map { $0[0] }
    } else {
      gather(byTopic)
    }
    return table
  }

  private mutating func gather(_ byTopic: [[Range<Int>]]) {
    var rows: [RunTable.Row] = []
    rows.reserveCapacity(table.rows.count)
    for ranges in byTopic {
      let first = rows.count
      for range in ranges { rows.append(contentsOf: table.rows[range]) }
      table.ranges.append(first..<rows.count)
    }
    table.rows = rows
  }
}
