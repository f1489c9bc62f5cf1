public import Corpora
internal import Parallelism
internal import Tensors
internal import Transformers

/// Trains a model: examples become sequences, these go through the model in groups, the gradients of a step are clipped, and the
/// optimizer changes the weights.
///
/// Everything is a function of model, data, settings and seed: the weights after a step have the same bits for any number of threads,
/// and for a training that was killed and resumed as for one that was not.
public final class Trainer {
  let model: any TrainableModel
  let loss: any Loss
  let optimizer: any Optimizer
  let schedule: any Schedule
  let settings: TrainerSettings
  let hooks: TrainingHooks
  let trained: [Parameter]
  let instructionSet: InstructionSet
  let checkpoints: Checkpoints
  private let makeReader: (Int) throws -> any ExampleReader
  var state = TrainingState()
  /// The state of the last checkpoint.
  private var saved: TrainingState?

  /// A training. `makeReader` makes the reader of an epoch, from 0: always the same examples in the same order for the same epoch.
  public init(
    model: any TrainableModel, loss: any Loss, optimizer: any Optimizer, schedule: any Schedule, settings: TrainerSettings,
    hooks: TrainingHooks = TrainingHooks(), makeReader: @escaping (_ epoch: Int) throws -> any ExampleReader
  ) throws {
    try settings.check()
    self.model = model
    self.loss = loss
    self.optimizer = optimizer
    self.schedule = schedule
    self.settings = settings
    self.hooks = hooks
    self.makeReader = makeReader
    trained = model.parameters.filter(\.isTrainable)
    instructionSet = try InstructionSet.chosen()
    checkpoints = Checkpoints(folder: settings.checkpoints)
  }

  /// Trains to the end. With `resuming` it goes on from the last checkpoint, or begins where there is none; without, a folder that
  /// has a checkpoint is an error.
  ///
  /// - Throws: `TrainingError`, also when the folder of the best weights has gone, what the reader and the hooks throw, and `FilesError` when a checkpoint cannot be written, after which
  ///   the one before it is still there.
  @discardableResult public func run(resuming: Bool = false) throws -> TrainingSummary {
    try begin(resuming: resuming)
    var stream = try ExampleStream(from: state.position, epochs: settings.epochs, makeReader: makeReader)
    if isDue(settings.evaluateEvery), state.step > 0 { try interruptibly { try evaluateOnce() } }
    while settings.steps.map({ state.step < $0 }) ?? true {
      guard let report = try interruptibly({ try makeStep(&stream) }) else { break }
      hooks.progress(report)
      if isDue(settings.logEvery) { try logSteps() }
      if isDue(settings.evaluateEvery) { try interruptibly { try evaluateOnce() } }
      if isDue(settings.saveEvery) { try save() }
    }
    if state.untold.steps > 0 { try logSteps() }
    try interruptibly { try evaluateOnce() }
    try save()
    return TrainingSummary(
      steps: state.step, tokens: state.tokens, seconds: state.seconds, best: try checkpoints.best(state.best),
      bestValue: state.best?.value, last: checkpoints.last)
  }

  private func begin(resuming: Bool) throws {
    guard let last = checkpoints.last else { return }
    guard resuming else {
      throw TrainingError.checkpoint(path: last.path, reason: "it is another training's, or this one's without --resume")
    }
    state = try last.state(seed: settings.seed, recipe: settings.recipeDigest)
    // Now, and not after hours: what is kept as the best is the result.
    _ = try checkpoints.best(state.best)
    try last.restore(model)
    try optimizer.load(from: "\(last.path)/\(Checkpoint.optimizerFile)", steps: state.optimizerSteps, trained)
    saved = state
  }

  /// Does something that an interruption ends: what was finished before it is saved.
  private func interruptibly<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      if hooks.shouldStop() { throw CancellationError() }
      return try body()
    } catch is CancellationError {
      try save()
      throw TrainingError.interrupted(step: state.step, checkpoint: checkpoints.last?.path ?? checkpoints.folder)
    }
  }

  /// Writes a checkpoint of the state, unless it is the last one already.
  private func save() throws {
    guard saved != state else { return }
    _ = try checkpoints.save(state, of: self)
    saved = state
  }

  private func isDue(_ every: Int?) -> Bool { every.map { state.step % max(1, $0) == 0 } ?? false }
}
