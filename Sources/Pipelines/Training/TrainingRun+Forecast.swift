internal import Corpora
internal import Parallelism
internal import Training
internal import Transformers

extension TrainingRun {
  /// What the training will take, by the first examples and a few timed groups.
  func forecast(_ model: TrainingModel) -> Forecast {
    // Before any group has been computed, for caches are counted apart; gradients take their memory when they are first cleared.
    model.clearGradients()
    let used = MemoryBudget.anonymousBytes() ?? 0
    let inputs = recipe.task.inputs(of: survey.sample, model)
    let tokens = inputs.reduce(0) { $0 + $1.tokenCount }
    let share = Double(recipe.batchSize * recipe.accumulation) / Double(max(1, survey.sample.count))
    let perStep = share * Double(tokens)
    let timing = withFork(threads: work.threads) {
      StepTiming(model, inputs, tokensPerGroup: recipe.tokensPerGroup, fork: $0)
    }
    let trained = model.parameters.filter(\.isTrainable).reduce(0) { $0 + $1.count }
    let seconds = perStep * timing.secondsPerToken + timing.secondsPerStep
    return Forecast(
      examples: survey.examples, heldOut: heldOut.count, steps: steps, sequencesPerStep: share * Double(inputs.count),
      tokensPerStep: perStep, trainedWeights: trained, weights: model.parameters.reduce(0) { $0 + $1.count },
      parameterBytes: model.parameterBytes, optimizerBytes: trained * 4 * recipe.optimizer.stateFloats,
      cacheBytes: model.cacheBytes(tokens: longestGroup(inputs)), otherBytes: max(0, used - model.parameterBytes) + shuffledBytes,
      secondsPerStep: timing.secondsPerToken > 0 ? seconds : nil)
  }

  /// Bytes of the examples that the shuffle buffer holds: texts, and about 48 for each text and 200 for each example beside them.
  private var shuffledBytes: Int {
    let figures = survey.figures
    let all = figures.bytes.queries + figures.bytes.passages + 48 * (figures.examples + figures.passages) + 200 * figures.examples
    return Int(Double(all) * min(1, Double(recipe.data.shuffleBuffer) / Double(max(1, figures.examples))))
  }

  /// Tokens of the largest group there can be.
  private func longestGroup(_ inputs: [TrainingInput]) -> Int {
    max(recipe.tokensPerGroup, inputs.reduce(0) { max($0, $1.tokenCount) })
  }

  /// - Throws: when the learning rate would still be rising at the last step.
  func checkSchedule() throws {
    guard case .number(let warmUp)? = recipe.schedule.options["warmup-steps"], warmUp > 0, warmUp >= Double(steps) else { return }
    throw PipelinesError.input(
      reason:
        "schedule.warmup_steps is \(Int(warmUp)), and the training has \(steps) steps: the learning rate would never reach its peak; "
        + "give fewer, or a share of the steps as warmup_ratio")
  }

  /// - Throws: when the forecast is above the ceiling.
  func check(_ forecast: Forecast) throws {
    guard let limit = work.budget.limit, forecast.bytes > limit else { return }
    throw PipelinesError.input(
      reason:
        "this training would take about \(MemoryBudget.text(forecast.bytes)), more than --memory \(MemoryBudget.text(limit)). "
        + "Less is taken by a smaller tokens_per_group (now \(recipe.tokensPerGroup)), gradient_checkpointing: true, the optimizer lion, "
        + "or adaptation: lora.")
  }
}
