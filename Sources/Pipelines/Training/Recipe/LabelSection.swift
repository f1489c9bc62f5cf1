internal import Corpora

/// `labels:` of a source: how its labels become what the loss is told.
enum LabelSection: Equatable, Sendable {
  /// By a formula, such as `sigmoid(14, 0.5)` for a teacher's scores; `none` takes each as it stands.
  case formula(ScoreTransform)
  /// 1 for the source's positives, 0 for its other passages.
  case binary
  /// Each grade's label by table, such as `{0: 0, 1: 0.3, 2: 1}`; a grade that is not in it is an error.
  case table([Entry])

  /// A row of the table.
  struct Entry: Equatable, Sendable {
    var grade: Float
    var label: Float
  }

  init(_ reader: YAMLReader) throws {
    guard reader.node.mapping != nil else {
      if reader.node.scalar?.string == "binary" {
        self = .binary
        return
      }
      do { self = .formula(try ScoreTransform(parsing: reader.string())) } catch let error as TrainingDataError {
        throw reader.error("\(error), binary, or a table of grades such as {0: 0, 1: 0.3, 2: 1}")
      }
      return
    }
    let entries = try reader.mapping().entries.map { entry in
      guard let grade = Float(entry.key), grade.isFinite else {
        throw entry.reader.error(
          "\(reader.path) maps grades to labels, such as {0: 0, 1: 0.3, 2: 1}; '\(entry.key)' is no number")
      }
      return Entry(grade: grade, label: Float(try entry.reader.double()))
    }
    if entries.isEmpty { throw reader.error("\(reader.path) has no grades") }
    self = .table(entries.sorted { $0.grade < $1.grade })
  }

  /// The examples with their labels changed.
  func applied(to reader: any ExampleReader) -> any ExampleReader {
    switch self {
    case .formula(ScoreTransform.none): reader
    case .formula(let transform): TransformedExamples(reader, transform)
    case .binary: BinaryExamples(source: reader)
    case .table(let entries): RelabelledExamples(source: reader, entries: entries)
    }
  }

  var tree: SettingTree {
    switch self {
    case .formula(let transform): .value("\(transform)")
    case .binary: .value("binary")
    case .table(let entries):
      .settings { list in
        for entry in entries { list.add(LabelSection.text(entry.grade), LabelSection.text(entry.label)) }
      }
    }
  }

  private static func text(_ number: Float) -> String { Int(exactly: number).map(String.init) ?? "\(number)" }
}

/// A stream whose positives have the label 1 and whose other passages 0.
private struct BinaryExamples: ExampleReader {
  var source: any ExampleReader

  mutating func next() throws -> TrainingExample? {
    guard var example = try source.next() else { return nil }
    for place in example.labels.indices { example.labels[place] = example.positives.contains(place) ? 1 : 0 }
    return example
  }
}

/// A stream whose labels are looked up in a table.
private struct RelabelledExamples: ExampleReader {
  var source: any ExampleReader
  let entries: [LabelSection.Entry]

  mutating func next() throws -> TrainingExample? {
    guard var example = try source.next() else { return nil }
    for place in example.labels.indices { example.labels[place] = try label(example.labels[place], of: example.source) }
    return example
  }

  private func label(_ grade: Float, of source: ExampleSource) throws -> Float {
    if let entry = entries.first(where: { $0.grade == grade }) { return entry.label }
    let known = entries.map { "\($0.grade)" }.joined(separator: ", ")
    throw PipelinesError.input(
      reason: "\(source): the label \(grade) is not among those of the recipe's table (\(known)); add it to labels")
  }
}
