internal import Foundation
internal import Tensors
internal import Training
internal import Transformers

/// A step of training as the trainer makes it, part by part.
final class TrainingBenchmarkStep {
  private let model: TrainingModel
  private let optimizer: any Optimizer
  private let instructionSet: InstructionSet
  private let trained: [Parameter]
  private var costs: TrainingStepCosts?

  init(model: TrainingModel, optimizer: any Optimizer, instructionSet: InstructionSet) {
    self.model = model
    self.optimizer = optimizer
    self.instructionSet = instructionSet
    trained = model.parameters.filter(\.isTrainable)
  }

  /// An account of the steps from now on.
  func account() -> TrainingStepCosts {
    let account = TrainingAccount(), costs = TrainingStepCosts(account)
    model.account = account
    self.costs = costs
    return costs
  }

  func run(_ pairs: [(query: [UInt8], passage: [UInt8])], number: Int, fork: Fork) {
    let inputs = timed(\.tokenization) {
      pairs.enumerated().map { model.input(query: $1.query, passage: $1.passage, number: $0) }
    }
    timed(\.passes) {
      model.clearGradients()
      for group in StepTiming.groups(inputs, TrainingBenchmark.group) { pass(group, of: inputs.count, number, fork) }
    }
    timed(\.clipping) { clip(fork) }
    timed(\.optimizer) { optimizer.step(trained, learningRate: 2e-5, fork: fork) }
    timed(\.packing) { model.parametersChanged(fork: fork) }
  }

  // The gradient of the binary cross-entropy of a logit is its sigmoid less the label.
  private func pass(_ group: [TrainingInput], of count: Int, _ step: Int, _ fork: Fork) {
    let logits = model.forward(group, dropout: DropoutKey(seed: 1, step: step), keepsCaches: true, fork: fork)
    let gradients = logits.enumerated().map { (1 / (1 + exp(-$1)) - Float($0 % 2)) / Float(count) }
    model.backward(gradients, fork: fork)
  }

  private func clip(_ fork: Fork) {
    let norm = trained.reduce(0) { $0 + instructionSet.squaredNorm($1.gradient, fork: fork) }.squareRoot()
    for parameter in trained {
      var gradient = parameter.mutableGradient
      instructionSet.scale(&gradient, by: Float(min(1, 1 / (norm + 1e-6))), fork: fork)
    }
  }

  private func timed<Value>(_ part: ReferenceWritableKeyPath<TrainingStepCosts, Double>, _ body: () -> Value) -> Value {
    let start = Self.threadSeconds()
    defer { costs?[keyPath: part] += Self.threadSeconds() - start }
    return body()
  }

  // As operations are timed: what others do on the core in the meantime does not count.
  private static func threadSeconds() -> Double {
    var time = timespec()
    unsafe _ = clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// Seconds of the parts of a step: of the thread that leads.
final class TrainingStepCosts {
  var tokenization = 0.0, passes = 0.0, clipping = 0.0, optimizer = 0.0, packing = 0.0
  private let account: TrainingAccount

  init(_ account: TrainingAccount) { self.account = account }

  /// A line each; `peak` is in GFLOP/s of all threads.
  func lines(peak: Double) -> [String] {
    let operations = TrainingOperation.allCases.map { (name: $0.rawValue, cost: account[$0]) }.filter { $0.cost.seconds > 0 }
    let inside = operations.reduce(0) { $0 + $1.cost.seconds }
    let others = [
      ("other in passes", max(0, passes - inside)), ("tokenization", tokenization), ("gradient norm", clipping),
      ("optimizer", optimizer), ("packing", packing),
    ]
    let all = tokenization + passes + clipping + optimizer + packing
    let flops = operations.reduce(0) { $0 + $1.cost.flops }
    return operations.map { line($0.name, $0.cost.seconds, of: all, $0.cost.flops, peak) }
      + others.map { line($0.0, $0.1, of: all, 0, peak) } + [line("all", all, of: all, flops, peak)]
  }

  private func line(_ name: String, _ seconds: Double, of all: Double, _ flops: Double, _ peak: Double) -> String {
    let time = "\((seconds * 1e4).rounded() / 10) ms", share = Roofline.percent(seconds / max(all, 1e-9))
    let rate = flops * 1e-9 / max(seconds, 1e-9)
    let speed = flops > 0 ? [Timing.rounded(rate) + " GFLOP/s", Roofline.percent(rate / peak) + " of the peak"] : []
    let cells = [time, share] + speed
    return "  " + name + String(repeating: " ", count: max(0, 18 - name.count))
      + cells.map { String(repeating: " ", count: max(1, 20 - $0.count)) + $0 }.joined()
  }
}
