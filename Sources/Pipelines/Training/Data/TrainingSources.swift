internal import Corpora
internal import Evaluation
internal import Files
internal import Ranking
internal import Training

/// The sources of a recipe, opened: makes the examples of any epoch.
struct TrainingSources {
  private let data: DataSection
  private let seed: UInt64
  private let sources: [OpenSource]
  private(set) var heldOut: HeldOutQueries

  init(_ recipe: TrainingRecipe) throws {
    data = recipe.data
    seed = UInt64(recipe.seed)
    sources = try recipe.data.sources.map(OpenSource.init)
    heldOut = try HeldOutQueries(share: 0, seed: seed)
    if data.heldOut > 0 { heldOut = try HeldOutQueries(count: data.heldOut, of: mixed(epoch: 0), seed: seed) }
  }

  /// The examples that are trained on, in the order of an epoch from 0.
  func training(epoch: Int) throws -> any ExampleReader {
    ShuffledExamples(try unshuffled(epoch: epoch), size: data.shuffleBuffer, seed: seed, epoch: epoch)
  }

  /// The same in the order of the sources.
  func unshuffled(epoch: Int) throws -> any ExampleReader { SplitExamples(try mixed(epoch: epoch), .training, of: heldOut) }

  /// The examples that are measured and not trained on.
  func heldOutExamples() throws -> [TrainingExample] {
    guard data.heldOut > 0 else { return [] }
    var reader: any ExampleReader = SplitExamples(try mixed(epoch: 0), .heldOut, of: heldOut)
    return try reader.rest()
  }

  private func mixed(epoch: Int) throws -> any ExampleReader {
    if sources.count == 1 { return try sources[0].examples(seed: seed, epoch: epoch) }
    let parts = try sources.map { (reader: try $0.examples(seed: seed, epoch: epoch), weight: $0.section.weight ?? 1) }
    return try MixedExamples(parts, ending: data.ending, seed: seed, epoch: epoch)
  }
}

/// A source whose texts by id are in memory, or in an index.
private struct OpenSource {
  let section: SourceSection
  private var options = TrainingFileOptions()
  private var judgements: Judgements?
  private var run: Run?

  init(_ section: SourceSection) throws {
    self.section = section
    if case .judgements(let part) = section.origin {
      judgements = try JudgementsFile.read(path: part.file)
      run = try part.run.map { try RunFile.read(path: $0) }
    }
    if case .teacher(let part) = section.origin { run = try RunFile.read(path: part.run) }
    options.positiveFrom = section.positiveFrom
    options.queries = try section.queries.map { try QueryTexts(path: $0) }
    options.passages = section.passages.isEmpty ? nil : try OpenSource.texts(section.passages)
  }

  private static func texts(_ places: [String]) throws -> any PassageTexts {
    if places.count == 1, Paths.exists(places[0] + "/winnow.mdb") { return IndexTexts(try OpenIndex(folder: places[0])) }
    return try CollectionTexts(paths: places)
  }

  func examples(seed: UInt64, epoch: Int) throws -> any ExampleReader {
    var reader = try records(seed: seed, epoch: epoch)
    if section.queryLength != nil || section.passageLength != nil {
      reader = FilteredExamples(reader, query: section.queryLength ?? 0...Int.max, passage: section.passageLength ?? 0...Int.max)
    }
    if let limit = section.limit { reader = LimitedExamples(reader, limit: limit) }
    reader = section.labels.applied(to: reader)
    return ViewedExamples(reader, as: section.view ?? .whole, seed: seed, epoch: epoch)
  }

  private func records(seed: UInt64, epoch: Int) throws -> any ExampleReader {
    switch section.origin {
    case .files(let paths, let format): return try TrainingFile(paths: paths, format: format, options: options)
    case .judgements(let part): return try judged(part, seed: seed, epoch: epoch)
    case .teacher(let part):
      let (queries, passages) = try texts(of: part.run)
      return try TeacherRun(
        run ?? Run(tag: "", rankings: []), name: part.run, queries: queries, passages: passages, options: part.options,
        seed: seed,
        epoch: epoch)
    }
  }

  private func judged(_ part: JudgedSection, seed: UInt64, epoch: Int) throws -> any ExampleReader {
    let (queries, passages) = try texts(of: part.file)
    let judgements = judgements ?? Judgements()
    guard let run else {
      return JudgedPassages(
        judgements, name: part.file, queries: queries, passages: passages, grading: part.grading, seed: seed, epoch: epoch)
    }
    return JudgedRun(
      judgements, name: part.file, run: run, queries: queries, passages: passages, options: part.options, seed: seed, epoch: epoch
    )
  }

  private func texts(of file: String) throws -> (QueryTexts, any PassageTexts) {
    guard let queries = options.queries else { throw TrainingDataError.textsNeeded(file: file, what: "queries") }
    guard let passages = options.passages else { throw TrainingDataError.textsNeeded(file: file, what: "passages") }
    return (queries, passages)
  }
}
