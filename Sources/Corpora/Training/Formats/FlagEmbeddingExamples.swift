internal import Bytes

/// FlagEmbedding's lines: `query`, `pos` and `neg` (arrays of texts), a teacher's `pos_scores` and `neg_scores`, and a `prompt` that
/// goes before the query; `pos_id` and `neg_id` where there are any.
struct FlagEmbeddingExamples: ExampleRecords {
  static let expected = "a JSON object with \"query\", \"pos\" and \"neg\""
  let options: TrainingFileOptions

  func example(_ line: Span<UInt8>, at source: ExampleSource) throws -> TrainingExample? {
    let object = try JSONLine.object(line, expected: Self.expected)
    var source = source
    source.query = try JSONLine.optionalID(JSONExamples.queryIDKeys, of: object)
    var query = try JSONLine.text(["query"], of: object, meaning: "query")
    if options.usesPrompts, let prompt = object["prompt"], !prompt.isNull {
      query = try JSONLine.string(prompt, key: "prompt").bytes + query
    }
    let positives = try part("pos", label: 1, of: object)
    let negatives = try part("neg", label: 0, of: object)
    guard positives.isScored == negatives.isScored || negatives.texts.texts.isEmpty else {
      throw RecordProblem.missingField(
        meaning: "scores of one kind", expected: "both \"pos_scores\" and \"neg_scores\", or neither")
    }
    var all = positives.texts
    all.add(negatives.texts.texts, labels: negatives.texts.labels)
    if all.texts.isEmpty { return nil }
    let ids = positives.texts.ids + negatives.texts.ids
    source.passages = ids.count == all.texts.count ? ids : []
    return TrainingExample(
      query: query, passages: all.texts, labels: all.labels, positiveCount: positives.texts.texts.count, source: source)
  }

  private func part(
    _ key: ByteString, label: Float, of object: JSONValue
  ) throws(RecordProblem) -> (texts: LabelledTexts, isScored: Bool) {
    guard let value = object[key], !value.isNull else {
      if key == "neg" { return (LabelledTexts(), false) }
      throw .missingField(meaning: "positive", expected: "a field \"pos\"")
    }
    var found = LabelledTexts()
    found.texts = try JSONLine.texts(value, key: key)
    found.labels = Array(repeating: label, count: found.texts.count)
    if let (idKey, ids) = JSONLine.first([ByteString("\(key)_id"), ByteString("\(key)_ids")], of: object) {
      found.ids = try JSONLine.identifiers(ids, key: idKey)
    }
    let scoresKey = ByteString("\(key)_scores")
    guard let scores = object[scoresKey], !scores.isNull else { return (found, false) }
    found.labels = try JSONLine.labels(scores, key: scoresKey, options)
    try JSONLine.checkCounts(scoresKey, found.labels.count, "passages", found.texts.count)
    return (found, true)
  }
}
