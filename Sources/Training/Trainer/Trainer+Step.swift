internal import Corpora
internal import Parallelism
internal import Tensors
internal import Transformers

extension Trainer {
  /// Makes the next optimizer step; nil when there is no more data.
  func makeStep(_ stream: inout ExampleStream) throws -> StepReport? {
    let begun = Progress.now(), processor = ProcessorTime.now()
    let batches = try stream.next(batchSize: settings.batchSize, batches: settings.accumulation)
    guard !batches.isEmpty else { return nil }
    let examples = batches.joined().map { loss.prepared($0) }
    for example in examples { try loss.validate(labels: example.labels, source: "\(example.source)") }
    let inputs = try StepInputs(examples, stage: settings.stage, model: model, threads: settings.threads)
    let rate = settings.learningRate * schedule.factor(step: state.step)
    let (value, norm) = try ThreadTeam.with(threads: settings.threads) { team in
      let fork: Fork = team.size == 1 ? .serial : Fork(width: team.size) { team.run(parts: $0, $1) }
      return try update(examples, batches.map(\.count), inputs, learningRate: rate, fork: fork)
    }
    state.step += 1
    state.optimizerSteps = optimizer.steps
    state.position = stream.position
    let report = StepReport(
      step: state.step, loss: value, learningRate: rate, gradientNorm: norm, pairs: examples.reduce(0) { $0 + $1.passages.count },
      tokens: inputs.inputs.reduce(0) { $0 + $1.tokenCount }, seconds: Progress.now() - begun)
    count(report, processorSeconds: ProcessorTime.now() - processor)
    return report
  }

  /// Gradients, clipping, optimizer: the weights change only when loss and gradients are finite. The loss and the gradients' norm.
  private func update(
    _ examples: [TrainingExample], _ sizes: [Int], _ inputs: StepInputs, learningRate: Double, fork: Fork
  ) throws -> (loss: Double, norm: Double) {
    var ends = 0
    let batches = sizes.map { size in
      ends += size
      return ends - size..<ends
    }
    let gradients = StepGradients(
      inputs, model: model, loss: loss, settings: settings, step: state.step, fork: fork, shouldStop: hooks.shouldStop)
    model.clearGradients()
    let value: Double
    do { value = try gradients.add(batches: batches) } catch let failure as StepGradients.NotFinite {
      throw notFinite("the loss", examples[failure.examples])
    }
    let norm = GradientNorm.of(trained, on: instructionSet, fork: fork)
    guard norm.isFinite else { throw notFinite("the norm of the gradients", examples[...]) }
    if let clip = settings.clip { GradientNorm.clip(trained, norm: norm, to: clip, on: instructionSet, fork: fork) }
    optimizer.step(trained, learningRate: learningRate, fork: fork)
    model.parametersChanged(fork: fork)
    return (value, norm)
  }

  private func notFinite(_ what: String, _ examples: ArraySlice<TrainingExample>) -> TrainingError {
    .notFinite(
      what: what, step: state.step + 1, sources: examples.map { "\($0.source)" }, checkpoint: checkpoints.last?.path)
  }

  private func count(_ report: StepReport, processorSeconds: Double) {
    state.tokens += report.tokens
    state.seconds += report.seconds
    state.untold.steps += 1
    state.untold.lossSum += report.loss
    state.untold.pairs += report.pairs
    state.untold.seconds += report.seconds
    state.untold.processorSeconds += processorSeconds
    state.untold.learningRate = report.learningRate
    state.untold.gradientNorm = report.gradientNorm
  }
}
