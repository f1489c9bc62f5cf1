internal import Bytes

/// `query<TAB>passage<TAB>label`: 1 and 0, a grade, or a score.
struct LabelledPairs: ExampleRecords {
  static let expected = "query<TAB>passage<TAB>label"
  let options: TrainingFileOptions

  func example(_ line: Span<UInt8>, at source: ExampleSource) throws -> TrainingExample? {
    let columns = try TrainingLines.columns(line, 3...3, expected: Self.expected)
    let text = String(decoding: columns[2], as: UTF8.self)
    let label = try options.checked(Float(text), field: "label", found: "\"\(text)\"")
    return TrainingExample(
      query: columns[0], passages: [columns[1]], labels: [label], positiveCount: label >= options.positiveFrom ? 1 : 0,
      source: source)
  }
}
