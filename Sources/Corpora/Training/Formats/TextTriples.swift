internal import Bytes

/// `query<TAB>positive<TAB>negative`: MS MARCO's `triples.train.small.tsv`, and triplets of texts as TSV.
struct TextTriples: ExampleRecords {
  static let expected = "query<TAB>positive<TAB>negative"

  func example(_ line: Span<UInt8>, at source: ExampleSource) throws -> TrainingExample? {
    let columns = try TrainingLines.columns(line, 3...3, expected: Self.expected)
    return TrainingExample(
      query: columns[0], passages: [columns[1], columns[2]], labels: [1, 0], positiveCount: 1, source: source)
  }
}
