internal import Corpora
internal import Tensors
internal import Transformers

/// The gradients of one step: groups of sequences go through the model one after the other and add theirs.
///
/// Examples of a separable loss are its units; of another, a whole batch is. As many units as fit `tokensPerGroup` are computed
/// together. A unit that is larger goes the way of the gradient cache (Gao et al., arXiv:2101.06983): its outputs in groups without
/// what backward needs, the loss over all of them, then the groups again, each with its part of the loss's gradient. Dropout draws the
/// same masks again, so the gradients are those of the whole unit.
struct StepGradients {
  let model: any TrainableModel
  let loss: any Loss
  let settings: TrainerSettings
  /// 0 for the first step.
  let step: Int
  let fork: Fork
  let inputs: StepInputs
  let shouldStop: () -> Bool
  private let divisor: Double

  /// The loss of some examples is not a finite number.
  struct NotFinite: Error {
    let examples: Range<Int>
  }

  init(
    _ inputs: StepInputs, model: any TrainableModel, loss: any Loss, settings: TrainerSettings, step: Int, fork: Fork,
    shouldStop: @escaping () -> Bool
  ) {
    self.inputs = inputs
    self.model = model
    self.loss = loss
    self.settings = settings
    self.step = step
    self.fork = fork
    self.shouldStop = shouldStop
    divisor = loss.divisor(inputs.labels)
  }

  private var dropout: DropoutKey? { settings.hasDropout ? DropoutKey(seed: settings.seed, step: step) : nil }

  /// Adds the gradients of batches, given by the places of their examples, and gives the loss.
  /// - Throws: `NotFinite`; `CancellationError` when `shouldStop` says so.
  func add(batches: [Range<Int>]) throws -> Double {
    let tokens = inputs.tokens
    guard loss.isSeparable else {
      return try batches.reduce(0) { try $0 + add($1, tokens: tokens[$1].reduce(0, +)) }
    }
    return try Spans.cut(tokens, budget: settings.tokensPerGroup).reduce(0) { try $0 + add($1, tokens: tokens[$1].reduce(0, +)) }
  }

  private func add(_ examples: Range<Int>, tokens: Int) throws -> Double {
    try tokens <= settings.tokensPerGroup ? addAtOnce(examples) : addThroughCache(examples)
  }

  private func addAtOnce(_ examples: Range<Int>) throws -> Double {
    let outputs = try forward(inputs.sequences(of: examples), keepsCaches: true)
    let value = try evaluate(examples, outputs)
    model.backward(value.gradient, fork: fork)
    return value.value
  }

  private func addThroughCache(_ examples: Range<Int>) throws -> Double {
    let sequences = inputs.sequences(of: examples), width = model.outputs
    let groups = Spans.cut(sequences.map { inputs.inputs[$0].tokenCount }, budget: settings.tokensPerGroup).map {
      sequences.lowerBound + $0.lowerBound..<sequences.lowerBound + $0.upperBound
    }
    var outputs: [Float] = []
    // The last group's caches are those that backward can use at once.
    for group in groups { outputs += try forward(group, keepsCaches: group == groups.last) }
    let value = try evaluate(examples, outputs)
    for group in groups.reversed() {
      if group != groups.last { _ = try forward(group, keepsCaches: true) }
      let first = group.lowerBound - sequences.lowerBound
      model.backward(Array(value.gradient[first * width..<(first + group.count) * width]), fork: fork)
    }
    return value.value
  }

  private func evaluate(_ examples: Range<Int>, _ outputs: [Float]) throws -> LossValue {
    let value = loss.evaluate(inputs.batch(examples, outputs: outputs, width: model.outputs, divisor: divisor))
    guard value.value.isFinite else { throw NotFinite(examples: examples) }
    return value
  }

  private func forward(_ sequences: Range<Int>, keepsCaches: Bool) throws -> [Float] {
    if shouldStop() { throw CancellationError() }
    return model.forward(Array(inputs.inputs[sequences]), dropout: dropout, keepsCaches: keepsCaches, fork: fork)
  }
}
