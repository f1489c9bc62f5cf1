internal import Corpora
internal import Evaluation
internal import Files
internal import Foundation
internal import Parallelism
internal import Ranking
internal import Transformers

/// Executes a pipeline file: builds what is missing, runs every system, scores it, writes runs, metrics and a report.
public struct PipelineRunner {
  /// What to do.
  public var configuration: PipelineConfiguration
  /// Folder for runs, `metrics.json` and `report.md`.
  public var output: String
  /// Threads, memory, progress and notes.
  public var work = WorkSettings()
  /// Run again even when the results are up to date.
  public var force = false

  /// A runner.
  public init(configuration: PipelineConfiguration, output: String) {
    self.configuration = configuration
    self.output = output
  }

  /// How a run ended.
  public enum Outcome: Equatable, Sendable {
    /// A required file is missing; nothing was done.
    case skipped(missing: String)
    /// The results were there, made by the same recipe.
    case upToDate(table: String, missed: [String])
    /// Everything was done. `missed` says which expected values were not met.
    case finished(table: String, missed: [String])
  }

  /// Runs the pipeline.
  public func run() throws -> Outcome {
    if let missing = configuration.requirements.first(where: { !Paths.exists($0) }) { return .skipped(missing: missing) }
    let inputs = try configuration.sets.map { try PipelineInputs($0, of: configuration) }
    inputs.flatMap(\.warnings).forEach(work.note)
    let results = ResultsFolder(path: output)
    if !force { try results.check(configuration) }
    try buildIndex()
    let index = try OpenIndex(folder: configuration.index.folder)
    let first = Session(index: index, queries: inputs[0].queries, work: work)
    let plan = try Plan(configuration, session: first, inputs: inputs)
    if !force, let stored = try results.stored(recipe: plan.recipe) {
      return .upToDate(table: stored.tables.text, missed: stored.missed)
    }
    let report = try execute(plan, first, inputs)
    try results.write(report, recipe: plan.recipe)
    return .finished(table: report.tables.text, missed: report.missed)
  }

  /// Builds the index unless it is up to date: its base with the first set of vectors, then the others.
  private func buildIndex() throws {
    var job = IndexJob(folder: configuration.index.folder, collection: configuration.data.collection)
    job.format = configuration.data.format
    job.lexical = configuration.index.lexical
    job.impacts = configuration.index.impacts
    job.storeText = configuration.index.storeText
    job.reorder = configuration.index.reorder
    job.work = work
    let sets = try setsAtHand()
    var outcome = IndexJob.Outcome(changed: false, summary: "")
    for number in 0..<max(1, sets.count) {
      if let set = sets.dropFirst(number).first { job.add(set) }
      if number > 0 { job.collection = [] }
      let latest = try job.run()
      outcome = IndexJob.Outcome(changed: outcome.changed || latest.changed, summary: latest.summary)
    }
    if outcome.changed { work.note(outcome.summary) } else { work.note("index \(configuration.index.folder): up to date") }
  }

  /// The index's sets of vectors. When only optional systems need them, those whose encoder is missing are left out.
  private func setsAtHand() throws -> [PipelineConfiguration.DenseSet] {
    let needed = configuration.systems.contains { system in !system.optional && system.stages.contains { $0 is DenseStage } }
    if needed { return configuration.index.sets }
    return try configuration.index.sets.filter { set in
      guard let model = set.model else { return true }
      do { _ = try ModelLookup.folder(of: model) } catch let missing as SkippedSystem {
        work.note("the index is built without the vectors of \(model): \(missing.reason)")
        return false
      }
      return true
    }
  }

  /// Runs every system over every set.
  private func execute(_ plan: Plan, _ first: Session, _ inputs: [PipelineInputs]) throws -> PipelineReport {
    let statistics = try IndexSummary.statistics(first.index)
    try checkStatistics(statistics.map(\.name))
    let sets = inputs.enumerated().map { JudgedSession(session: $0 == 0 ? first : first.over($1.queries), inputs: $1) }
    let rows = try configuration.systems.map { try SystemRows($0, over: sets, work).rows }
    let tables = sets.enumerated().map { number, set in
      SetTable(
        name: set.name,
        table: ResultTable(set: set.name, measures: set.inputs.measures.map(\.name), rows: rows.map { $0[number] }))
    }
    let runs = sets.flatMap { set in
      configuration.systems.compactMap { system in
        set.session.runs[system.name].map { (file: configuration.runFile(of: system, set.inputs.set), run: $0) }
      }
    }
    let outcomes = configuration.expectations.map { expectation in
      let actual =
        expectation.system == "index"
        ? statistics.first { $0.name == expectation.measure }?.value
        : tables.first { $0.name == expectation.set }?.table.value(of: expectation.measure, system: expectation.system)
      return ExpectationOutcome(expectation: expectation, actual: actual)
    }
    return PipelineReport(
      configuration: configuration, tables: tables, runs: runs, outcomes: outcomes, statistics: statistics, recipe: plan.recipe)
  }

  private func checkStatistics(_ known: [String]) throws {
    for expectation in configuration.expectations where expectation.system == "index" && !known.contains(expectation.measure) {
      throw PipelinesError.input(
        reason:
          "\(configuration.file): expect names the index statistic '\(expectation.measure)'; known: \(known.joined(separator: ", "))"
      )
    }
  }
}

extension Session {
  /// Runs the stages of a system and keeps its run and its cost under its name.
  func execute(_ system: PipelineConfiguration.System) throws -> Run {
    borrowedMilliseconds = 0
    var run: Run?
    var seconds = 0.0
    for stage in system.stages {
      _ = try stage.recipe(in: self)  // loads the model before the clock starts
      let start = Progress.now()
      run = try stage.apply(to: run, in: self)
      if !(stage is RunFileStage) { seconds += Progress.now() - start }
    }
    guard var result = run else { throw PipelinesError.input(reason: "system '\(system.name)' has no stages") }
    result.tag = .init(system.fileName)
    runs[system.name] = result
    milliseconds[system.name] = borrowedMilliseconds + seconds * 1000 / Double(max(1, queries.count))
    return result
  }
}

extension PipelineConfiguration.System {
  /// The name as a file name and run tag: letters, digits, dots and hyphens.
  var fileName: String { Self.fileName(name) }

  static func fileName(_ name: String) -> String {
    let allowed = name.lowercased().unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == ".")
        ? Character(scalar) : "-"
    }
    return String(allowed).split(separator: "-").joined(separator: "-")
  }
}
