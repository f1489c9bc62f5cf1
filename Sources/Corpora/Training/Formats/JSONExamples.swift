internal import Bytes
internal import Ranking

/// One object a line, of one of three shapes that its fields tell apart:
///
/// * triplet: `query` (or `anchor`), `positive`, and `negative`, `negatives` or `negative_1`, `negative_2`, … as sentence-transformers
///   names them, each a text or an array of texts; without negatives it is a pair of the positive;
/// * pair: `query`, `passage` (or `document`, `text`) and `label` (or `score`);
/// * list: `query`, `passages` (or `documents`, `docs`) and `labels`, or `scores` of a teacher, the first passage being the positive.
///
/// Ids are taken along where there are any: `query_id`; `positive_id` and `negative_id`; `passage_id`; each with an s for arrays.
struct JSONExamples: ExampleRecords {
  static let queryKeys: [ByteString] = ["query", "anchor", "question", "sentence1"]
  static let queryIDKeys: [ByteString] = ["query_id", "qid"]
  static let expected = "a JSON object with \"query\" and \"positive\", \"passage\" or \"passages\""
  let options: TrainingFileOptions

  func example(_ line: Span<UInt8>, at source: ExampleSource) throws -> TrainingExample? {
    let object = try JSONLine.object(line, expected: Self.expected)
    var source = source
    source.query = try JSONLine.optionalID(Self.queryIDKeys, of: object)
    let query = try JSONLine.text(Self.queryKeys, of: object, meaning: "query")
    let found = try passages(of: object)
    if found.texts.isEmpty { return nil }
    source.passages = found.ids
    return TrainingExample(
      query: query, passages: found.texts, labels: found.labels, positiveCount: found.positiveCount, source: source)
  }

  private func passages(of object: JSONValue) throws(RecordProblem) -> LabelledTexts {
    if JSONLine.first(["positive", "positives"], of: object) != nil { return try triplet(object) }
    if let (key, value) = JSONLine.first(["passages", "documents", "docs"], of: object) { return try list(object, key, value) }
    if JSONLine.first(Self.passageKeys, of: object) != nil { return try pair(object) }
    throw .missingField(meaning: "passage", expected: "a field \"positive\", \"passages\" or \(JSONLine.names(Self.passageKeys))")
  }

  private static let passageKeys: [ByteString] = ["passage", "document", "text", "answer", "response", "sentence2"]

  private func pair(_ object: JSONValue) throws(RecordProblem) -> LabelledTexts {
    var found = LabelledTexts()
    let text = try JSONLine.text(Self.passageKeys, of: object, meaning: "passage")
    guard let (key, value) = JSONLine.first(["label", "score", "relevance"], of: object) else {
      throw .missingField(meaning: "label", expected: "a field \"label\" or \"score\"")
    }
    found.add([text], labels: [try JSONLine.label(value, key: key, options)])
    found.positiveCount = found.labels[0] >= options.positiveFrom ? 1 : 0
    found.ids = try JSONLine.optionalID(["passage_id", "document_id", "pid", "docid"], of: object).map { [$0] } ?? []
    return found
  }

  private func list(_ object: JSONValue, _ key: ByteString, _ value: JSONValue) throws(RecordProblem) -> LabelledTexts {
    var found = LabelledTexts()
    let texts = try JSONLine.texts(value, key: key)
    guard let (labelKey, labelValue) = JSONLine.first(["labels", "scores"], of: object) else {
      throw .missingField(meaning: "labels", expected: "a field \"labels\" or \"scores\"")
    }
    let labels = try JSONLine.labels(labelValue, key: labelKey, options)
    try JSONLine.checkCounts(labelKey, labels.count, "passages", texts.count)
    found.add(texts, labels: labels)
    if let (idKey, ids) = JSONLine.first(["passage_ids", "document_ids"], of: object) {
      found.ids = try JSONLine.identifiers(ids, key: idKey)
      try JSONLine.checkCounts(idKey, found.ids.count, "passages", texts.count)
    }
    if labelKey == "scores" { found.positiveCount = min(1, texts.count) } else { found.putPositivesFirst(options.positiveFrom) }
    return found
  }

  private func triplet(_ object: JSONValue) throws(RecordProblem) -> LabelledTexts {
    var found = LabelledTexts()
    let positives = try texts(["positive", "positives"], of: object)
    found.add(positives, labels: Array(repeating: 1, count: positives.count))
    found.positiveCount = positives.count
    var negatives = try texts(["negative", "negatives"], of: object)
    var number = 1
    while let (key, value) = JSONLine.first([ByteString("negative_\(number)")], of: object) {
      negatives += try JSONLine.texts(value, key: key)
      number += 1
    }
    found.add(negatives, labels: Array(repeating: 0, count: negatives.count))
    try addIDs(of: object, to: &found)
    if let (key, value) = JSONLine.first(["scores", "labels"], of: object) {
      found.labels = try JSONLine.labels(value, key: key, options)
      try JSONLine.checkCounts(key, found.labels.count, "passages, positives first", found.texts.count)
    }
    return found
  }

  private func texts(_ keys: [ByteString], of object: JSONValue) throws(RecordProblem) -> [[UInt8]] {
    guard let (key, value) = JSONLine.first(keys, of: object) else { return [] }
    return try JSONLine.texts(value, key: key)
  }

  /// Ids count only when there is one for every passage.
  private func addIDs(of object: JSONValue, to found: inout LabelledTexts) throws(RecordProblem) {
    var ids: [DocumentID] = []
    for keys in [["positive_id", "positive_ids"], ["negative_id", "negative_ids"]] as [[ByteString]] {
      if let (key, value) = JSONLine.first(keys, of: object) { ids += try JSONLine.identifiers(value, key: key) }
    }
    if ids.count == found.texts.count { found.ids = ids }
  }
}
