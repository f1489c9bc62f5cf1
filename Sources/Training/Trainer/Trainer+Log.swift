internal import Parallelism

extension Trainer {
  /// Hands over the steps since the last line.
  func logSteps() throws {
    let told = state.untold
    let seconds = max(told.seconds, 1e-9)
    let record = StepsRecord(
      step: state.step, epoch: epoch, loss: told.lossSum / Double(max(told.steps, 1)), learningRate: told.learningRate,
      gradientNorm: told.gradientNorm, pairsPerSecond: Double(told.pairs) / seconds, tokens: state.tokens, seconds: state.seconds,
      memory: MemoryBudget.anonymousBytes(), processorUse: told.processorSeconds / seconds / Double(max(1, settings.threads)))
    try hooks.log(.steps(record))
    state.untold = TrainingState.StepsUntold()
  }

  /// Evaluates the model unless that was done after this step; keeps its weights when it is the best so far.
  func evaluateOnce() throws {
    guard let evaluate = hooks.evaluate, state.evaluatedStep != state.step else { return }
    let begun = Progress.now()
    let values = try evaluate(state.step)
    let seconds = Progress.now() - begun
    var isBest = false
    if let best = settings.best {
      guard let value = values.first(where: { $0.name == best.name })?.value else {
        throw TrainingError.setting(
          name: "best", reason: "names '\(best.name)', which the evaluation does not give; it gives \(values.map(\.name))")
      }
      isBest = best.isBetter(value, than: state.best?.value)
      if isBest {
        try checkpoints.saveBest(state, of: self)
        state.best = TrainingState.BestSoFar(step: state.step, value: value)
      }
    }
    state.evaluatedStep = state.step
    state.seconds += seconds
    try hooks.log(.evaluation(step: state.step, epoch: epoch, values: values, seconds: seconds, isBest: isBest))
  }

  /// Epochs so far.
  private var epoch: Double {
    guard let examples = settings.examplesAnEpoch, examples > 0 else { return Double(state.position.epoch + 1) }
    return Double(state.position.epoch) + Double(state.position.examples) / Double(examples)
  }
}
