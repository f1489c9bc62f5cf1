internal import Corpora

/// A source of judgements: judged passages, or the positives of each query with negatives from a run's ranks.
struct JudgedSection: Equatable, Sendable {
  /// The qrels.
  var file: String
  /// Rankings from which negatives are taken; without one the judged passages are the examples.
  var run: String?
  /// Without a run: each grade's label, and how many passages of a grade are taken.
  var grading = GradeLabels()
  /// With a run: lowest grade of a positive, which of them, and the negatives.
  var level = 1
  var positives = PositiveChoice.each
  var negatives = NegativeSampling(window: RankWindow(1...100))

  init(_ file: String, _ mapping: inout YAMLMapping) throws {
    self.file = file
    run = try mapping.optional("run")?.filePath()
    if run == nil {
      grading.labels = try mapping.optional("grades").map { try Self.table($0) { Float($0) } } ?? grading.labels
      grading.perPositive = try mapping.optional("per_positive").map { try Self.table($0) { $0 } } ?? grading.perPositive
      grading.positiveFrom = try mapping.optional("positive_from").map { Float(try $0.double()) } ?? grading.positiveFrom
      return
    }
    level = try mapping.optional("level")?.int(in: 1...1_000) ?? level
    positives = try mapping.optional("positives")?.choice(PositiveChoice.self) ?? positives
    if let reader = mapping.optional("negatives") { try readNegatives(reader) }
  }

  private mutating func readNegatives(_ reader: YAMLReader) throws {
    var inner = try reader.mapping()
    negatives.count = try inner.optional("count")?.int(in: 1...10_000) ?? negatives.count
    if let ranks = inner.optional("ranks") { negatives.window = try ranks.reading { try RankWindow(parsing: $0) } }
    negatives.choice = try inner.optional("choice")?.choice(NegativeSampling.Choice.self) ?? negatives.choice
    try inner.finishTraining()
  }

  /// `{0: 0, 1: 0.3, 2: 1}`
  private static func table<Value>(_ reader: YAMLReader, _ make: (Double) -> Value) throws -> [Int32: Value] {
    var table: [Int32: Value] = [:]
    for entry in try reader.mapping().entries {
      guard let grade = Int32(entry.key) else {
        throw entry.reader.error(
          "\(reader.path) has a number for each grade, such as {0: 0, 1: 0.3, 2: 1}; '\(entry.key)' is no grade")
      }
      table[grade] = make(try entry.reader.double())
    }
    if table.isEmpty { throw reader.error("\(reader.path) has no grades") }
    return table
  }

  var options: JudgedRunOptions {
    var options = JudgedRunOptions()
    options.level = Int32(level)
    options.positives = positives
    options.negatives = negatives
    return options
  }

  func add(to list: inout SettingList) {
    list.add("qrels", path: file)
    guard let run else { return addGrades(to: &list) }
    list.add("run", path: run)
    list.add("level", level)
    list.add("positives", positives.rawValue)
    list.add(
      "negatives",
      tree: .settings {
        $0.add("count", negatives.count)
        $0.add("ranks", "\(negatives.window)")
        $0.add("choice", negatives.choice.rawValue)
      })
  }

  private func addGrades(to list: inout SettingList) {
    list.add(
      "grades",
      tree: .settings { inner in
        for (grade, label) in grading.labels.sorted(by: { $0.key < $1.key }) { inner.add("\(grade)", "\(label)") }
      })
    if !grading.perPositive.isEmpty {
      list.add(
        "per_positive",
        tree: .settings { inner in
          for (grade, share) in grading.perPositive.sorted(by: { $0.key < $1.key }) { inner.add("\(grade)", share) }
        })
    }
    list.add("positive_from", "\(grading.positiveFrom)")
  }
}
