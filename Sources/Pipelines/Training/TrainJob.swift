internal import Bytes
internal import Files
internal import Foundation
internal import Parallelism
internal import Tensors
internal import Training
internal import Transformers

/// Trains a model by a recipe: checks everything, forecasts, trains, measures, and leaves a folder that other libraries load.
public struct TrainJob {
  /// What to do.
  public var recipe: TrainingRecipe
  /// Replaces the recipe's output folder.
  public var output: String?
  /// The training must have been begun: a folder without one is an error.
  public var resume = false
  /// Replace a folder of another recipe, or begin again.
  public var overwrite = false
  /// Asked between groups of sequences, and between blocks of an evaluation: true saves and ends the training.
  public var shouldStop: @Sendable () -> Bool = { false }
  /// Threads, memory, progress and notes.
  public var work = WorkSettings()

  /// How a training ended.
  public enum Outcome: Equatable, Sendable {
    /// The folder was there, made by the same recipe.
    case upToDate(folder: String)
    /// Everything was done; a table of results.
    case finished(folder: String, table: String)
  }

  /// A job with default settings.
  public init(recipe: TrainingRecipe) { self.recipe = recipe }

  /// The output folder.
  public var folder: String { output ?? recipe.output.folder ?? "results/\(recipe.name)" }

  /// The resolved recipe and the forecast; nothing is written.
  public func plan() throws -> String {
    let run = try prepared().run
    try run.checkSchedule()
    let forecast = run.forecast(try run.model())
    return recipe.text() + "\n" + forecast.text(budget: work.budget)
  }

  /// Trains. Returns at once when the folder is up to date.
  /// - Throws: `TrainingError.interrupted` when `shouldStop` said so; the same call goes on where it ended.
  public func execute() throws -> Outcome {
    let (run, state) = try prepared()
    if state == .finished { return .upToDate(folder: folder) }
    try run.checkSchedule()
    let model = try run.model()
    tellNews(of: model)
    let forecast = run.forecast(model)
    if !work.quiet { work.note(forecast.text(budget: work.budget).trimmingSuffix(while: \.isNewline)) }
    try run.check(forecast)
    // Two checkpoints with the optimizer's state, two of the best weights, and the model.
    let checkpoint = forecast.trainedWeights * 4 + forecast.optimizerBytes
    let room = 2 * checkpoint + 2 * forecast.trainedWeights * 4 + forecast.weights * 4
    try DiskSpace.require(room - DiskSpace.taken(by: run.folder.checkpoints), at: folder)
    let lock = try run.folder.lock()
    defer { withExtendedLifetime(lock) {} }
    // Another process may have begun or finished it meanwhile.
    let found = try run.folder.state(run.identity, overwrite: overwrite)
    if found == .finished { return .upToDate(folder: folder) }
    if found == .absent { try begin(run) }
    return .finished(folder: folder, table: try run.train(model, forecast: forecast))
  }

  private func prepared() throws -> (run: TrainingRun, state: TrainingFolder.State) {
    try InputFiles(recipe).check(recipe: recipe.file)
    if recipe.precision != .fp32 {
      work.note(
        "precision: \(recipe.precision.rawValue) runs as fp32: weights, gradients and optimizer are single precision throughout")
    }
    let base = try ModelLookup.folder(of: recipe.model)
    let identity = try identity(base)
    let folder = TrainingFolder(path: folder)
    if Paths.exists(folder.path), folder.path.resolvedPath == base.resolvedPath {
      throw PipelinesError.input(
        reason: "\(folder.path) is the model that the recipe trains from, and is not written over; give --output another folder")
    }
    let state = try folder.state(identity, overwrite: overwrite)
    if resume, state == .absent {
      throw PipelinesError.input(
        reason: "--resume: \(folder.path) holds no training of this recipe; without --resume it is begun")
    }
    var work = work
    work.shouldStop = shouldStop
    return (try TrainingRun(recipe, folder: folder, identity: identity, base: base, work: work), state)
  }

  /// What the result depends on.
  private func identity(_ base: String) throws -> Recipe {
    var identity = Recipe()
    identity.add("winnow", Version.text)
    identity.add("kernels", try InstructionSet.chosen().name)
    let cosmetic = ["log_every", "save_every", "model"]
    for field in recipe.tree.fields() where !cosmetic.contains(field.name) { identity.add(field.name, field.value) }
    identity.add("model", try ModelDigest.of(folder: base))
    try InputFiles(recipe).add(to: &identity)
    return identity
  }

  private func begin(_ run: TrainingRun) throws {
    try run.folder.clear()
    try run.folder.begin(run.identity, text: recipe.text(seenFrom: folder))
  }

  private func tellNews(of model: TrainingModel) {
    guard !model.initialised.isEmpty else { return }
    work.note("new weights, drawn from seed \(recipe.seed): \(model.initialised.joined(separator: ", "))")
  }
}

extension String {
  /// The string without the characters at its end that pass a test.
  fileprivate func trimmingSuffix(while test: (Character) -> Bool) -> String {
    var text = self
    while let last = text.last, test(last) { text.removeLast() }
    return text
  }
}

extension TrainJob {
  /// True for the error of a training that ended because `shouldStop` said so.
  public static func isInterruption(_ error: any Error) -> Bool {
    if case TrainingError.interrupted? = error as? TrainingError { true } else { false }
  }
}
