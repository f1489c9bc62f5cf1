internal import Bytes

/// MS MARCO's question answering data (`ms_marco` v1.1), each query with about ten passages of which some are selected. One object a
/// line, as its files were and as the hub's are exported: `passages` is an array of objects with `passage_text` and `is_selected`, or
/// an object of two arrays of that name. Selected passages come first; a query may have none.
struct MSMARCOPassages: ExampleRecords {
  static let expected = "a JSON object with \"query\" and \"passages\""
  let options: TrainingFileOptions

  func example(_ line: Span<UInt8>, at source: ExampleSource) throws -> TrainingExample? {
    let object = try JSONLine.object(line, expected: Self.expected)
    try refuseColumns(object)
    var source = source
    source.query = try JSONLine.optionalID(["query_id"], of: object)
    let query = try JSONLine.text(["query"], of: object, meaning: "query")
    guard let passages = object["passages"] else {
      throw RecordProblem.missingField(meaning: "passages", expected: "a field \"passages\"")
    }
    var found = passages.array == nil ? try columns(passages) : try rows(passages)
    if found.texts.isEmpty { return nil }
    found.putPositivesFirst(options.positiveFrom)
    return TrainingExample(
      query: query, passages: found.texts, labels: found.labels, positiveCount: found.positiveCount, source: source)
  }

  /// The files of v2.1 are one object of columns, of several gigabytes.
  private func refuseColumns(_ object: JSONValue) throws(RecordProblem) {
    guard object["query"]?.object != nil else { return }
    throw .wrongKind(
      field: "query", found: "an object: the whole file is one table by columns",
      expected: "one object a line; convert it: python -c \"import pandas; pandas.read_json('IN').to_json('OUT.jsonl', "
        + "orient='records', lines=True)\"")
  }

  private func rows(_ passages: JSONValue) throws(RecordProblem) -> LabelledTexts {
    var found = LabelledTexts()
    for passage in passages.array ?? [] {
      let text = try JSONLine.text(["passage_text"], of: passage, meaning: "text of a passage")
      found.add([text], labels: [try label(passage["is_selected"] ?? .null)])
    }
    return found
  }

  private func columns(_ passages: JSONValue) throws(RecordProblem) -> LabelledTexts {
    guard let texts = passages["passage_text"], let selected = passages["is_selected"] else {
      throw .missingField(meaning: "text of passages", expected: "arrays \"passage_text\" and \"is_selected\" in \"passages\"")
    }
    var found = LabelledTexts()
    found.texts = try JSONLine.texts(texts, key: "passage_text")
    for value in try JSONLine.elements(selected, key: "is_selected", of: "0 and 1") { found.labels.append(try label(value)) }
    try JSONLine.checkCounts("is_selected", found.labels.count, "passages", found.texts.count)
    return found
  }

  private func label(_ value: JSONValue) throws(RecordProblem) -> Float {
    switch value.bool.map({ $0 ? 1 : 0 }) ?? value.int {
    case 0: return 0
    case 1: return 1
    default: throw .wrongKind(field: "is_selected", found: value.number?.raw.text ?? value.kind, expected: "0 or 1")
    }
  }
}
