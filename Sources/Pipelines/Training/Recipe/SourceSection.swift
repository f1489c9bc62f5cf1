internal import Corpora

/// One source of examples: files in a format that holds examples, judgements (with a run to take negatives from), or a teacher's run.
struct SourceSection: Equatable, Sendable {
  /// Where the examples are.
  enum Origin: Equatable, Sendable {
    case files([String], TrainingFormat)
    case judgements(JudgedSection)
    case teacher(TeacherSection)
  }

  var origin: Origin
  /// Queries by id, for formats that hold ids.
  var queries: String?
  /// Passages by id: collection files or one index folder, for formats that hold ids.
  var passages: [String]
  var view: ExampleView?
  var labels: LabelSection
  /// A passage is a positive from this label on, as the source states it.
  var positiveFrom: Float = 0.5
  /// Characters of queries and passages; others are left out.
  var queryLength: ClosedRange<Int>?
  var passageLength: ClosedRange<Int>?
  /// At most so many examples, the first ones.
  var limit: Int?
  /// How often the source is drawn from, relative to the others.
  var weight: Double?

  init(_ reader: YAMLReader) throws {
    var mapping = try reader.mapping()
    origin = try SourceSection.origin(&mapping, reader)
    queries = try mapping.optional("queries")?.filePath()
    passages = try mapping.optional("passages")?.oneOrMore().map { try $0.filePath() } ?? []
    view = try mapping.optional("view").map { reader in try reader.reading { try ExampleView(parsing: $0) } }
    labels = try mapping.optional("labels").map(LabelSection.init) ?? .formula(ScoreTransform.none)
    if case .files = origin {
      positiveFrom = try mapping.optional("positive_from").map { Float(try $0.double()) } ?? positiveFrom
    }
    queryLength = try mapping.optional("query_length").map(SourceSection.range)
    passageLength = try mapping.optional("passage_length").map(SourceSection.range)
    limit = try mapping.optional("limit")?.int(atLeast: 1)
    weight = try mapping.optional("weight")?.positive()
    try mapping.finishTraining()
    if case .files = origin {} else { try needTexts(reader) }
  }

  private static func origin(_ mapping: inout YAMLMapping, _ reader: YAMLReader) throws -> Origin {
    let files = mapping.optional("files"), judgements = mapping.optional("qrels"), teacher = mapping.optional("teacher")
    let given = [files, judgements, teacher].compactMap { $0 }
    guard given.count == 1 else {
      throw (given.dropFirst().first ?? reader).error(
        "\(reader.path) needs one of files (with examples), qrels (judgements) and teacher (a run whose scores are the labels)")
    }
    if let judgements { return .judgements(try JudgedSection(judgements.filePath(), &mapping)) }
    if let teacher { return .teacher(try TeacherSection(teacher.filePath(), &mapping)) }
    let format = try mapping.optional("format")?.choice(TrainingFormat.self) ?? .auto
    let paths = try given[0].oneOrMore().map { try $0.filePath() }
    if paths.isEmpty { throw given[0].error("\(given[0].path) must name at least one file") }
    return .files(paths, format)
  }

  private func needTexts(_ reader: YAMLReader) throws {
    if queries == nil { throw reader.error("\(reader.path) holds ids; name the file of their queries under queries") }
    if passages.isEmpty {
      throw reader.error("\(reader.path) holds ids; name the collection files or the index with their texts under passages")
    }
  }

  /// `8-120`
  private static func range(_ reader: YAMLReader) throws -> ClosedRange<Int> {
    let parts = try reader.string().split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let low = parts[0], let high = parts[1], low <= high else {
      throw reader.error("\(reader.path) must be two numbers of characters such as 8-120")
    }
    return low...high
  }

  /// The files it reads.
  var inputs: [String] {
    var files: [String] = []
    switch origin {
    case .files(let paths, _): files = paths
    case .judgements(let section): files = [section.file, section.run].compactMap { $0 }
    case .teacher(let section): files = [section.run]
    }
    return files + [queries].compactMap { $0 } + passages
  }

  var tree: SettingTree {
    .settings {
      switch origin {
      case .files(let paths, let format):
        $0.add("files", paths: paths)
        $0.add("format", format.rawValue)
        $0.add("positive_from", "\(positiveFrom)")
      case .judgements(let section): section.add(to: &$0)
      case .teacher(let section): section.add(to: &$0)
      }
      $0.add("queries", path: queries)
      $0.add("passages", paths: passages)
      $0.add("view", view.map { "\($0)" })
      $0.add("labels", tree: labels.tree)
      $0.add("query_length", queryLength.map { "\($0.lowerBound)-\($0.upperBound)" })
      $0.add("passage_length", passageLength.map { "\($0.lowerBound)-\($0.upperBound)" })
      $0.add("limit", limit)
      $0.add("weight", weight)
    }
  }
}

extension YAMLReader {
  /// The node's text as something that one of the engine's own notations stands for.
  func reading<Value>(_ parse: (String) throws -> Value) throws -> Value {
    let text = try string()
    do { return try parse(text) } catch { throw self.error("\(path): \(error)") }
  }
}
