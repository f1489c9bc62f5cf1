internal import Bytes
internal import Ranking

/// Tevatron's lines: the older ones with texts, `query`, `positive_passages` and `negative_passages` of `{docid, title, text}`, and the
/// newer ones with ids, `query_text`, `positive_document_ids` and `negative_document_ids`. A title goes before its text with a space.
struct TevatronExamples: ExampleRecords {
  static let expected = "a JSON object with \"query\" and \"positive_passages\", or \"query_text\" and \"positive_document_ids\""
  let options: TrainingFileOptions

  func example(_ line: Span<UInt8>, at source: ExampleSource) throws -> TrainingExample? {
    let object = try JSONLine.object(line, expected: Self.expected)
    var source = source
    source.query = try JSONLine.optionalID(["query_id"], of: object)
    let query = try JSONLine.text(["query", "query_text"], of: object, meaning: "query")
    let hasIDs = object["positive_document_ids"] != nil
    let positives = try hasIDs ? byID(object, "positive_document_ids", source) : inLine(object, "positive_passages")
    let negatives = try hasIDs ? byID(object, "negative_document_ids", source) : inLine(object, "negative_passages")
    let all = positives + negatives
    if all.isEmpty { return nil }
    source.passages = all.allSatisfy { $0.id != nil } ? all.compactMap(\.id) : []
    let labels: [Float] = positives.map { _ in 1 } + negatives.map { _ in 0 }
    return TrainingExample(
      query: query, passages: all.map(\.text), labels: labels, positiveCount: positives.count, source: source)
  }

  private typealias Found = (id: DocumentID?, text: [UInt8])

  private func inLine(_ object: JSONValue, _ key: ByteString) throws(RecordProblem) -> [Found] {
    guard let value = object[key] else {
      if key == "negative_passages" { return [] }
      throw .missingField(meaning: "positive", expected: "a field \"positive_passages\" or \"positive_document_ids\"")
    }
    var found: [Found] = []
    for passage in try JSONLine.elements(value, key: key, of: "objects") {
      var text = try JSONLine.text(["text"], of: passage, meaning: "text of a passage")
      if let title = passage["title"], !title.isNull {
        let words = try JSONLine.string(title, key: "title").bytes
        if !words.isEmpty { text = words + [32] + text }
      }
      found.append((try JSONLine.optionalID(["docid"], of: passage), text))
    }
    return found
  }

  private func byID(_ object: JSONValue, _ key: ByteString, _ source: ExampleSource) throws -> [Found] {
    guard let passages = options.passages else { throw TrainingDataError.textsNeeded(file: source.file, what: "passages") }
    guard let value = object[key], !value.isNull else { return [] }
    return try JSONLine.identifiers(value, key: key).map { id in (id, try passages.require(id, for: source)) }
  }
}
