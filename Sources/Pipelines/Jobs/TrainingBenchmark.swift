internal import Parallelism
internal import Tensors
internal import Training
internal import Transformers

/// Speed of a cross-encoder's training steps, where their time goes, and the memory they take: steps as `winnow train` makes them,
/// binary cross-entropy on pairs whose labels alternate, clipping at 1.
struct TrainingBenchmark {
  /// What is trained and by which optimizer.
  enum Method: String, CaseIterable {
    // In the order of the memory they take: the peak is the process's so far.
    case lora = "LoRA r 16 with AdamW", lion = "Lion", adamW = "AdamW"

    var adaptation: Adaptation {
      self == .lora
        ? .lora(LoRASettings(rank: 16, alpha: 32, dropout: 0.1, targets: ["query", "value"])) : .full()
    }

    var optimizer: String { self == .lion ? "lion" : "adamw" }
  }

  /// Pairs of a step, tokens of a pair at most, tokens of a group.
  static let batch = 64, maximumLength = 256, group = 2_048

  let folder: String
  let pairs: [(query: [UInt8], passage: [UInt8])]
  let threads: Int
  /// Timed steps.
  let steps: Int
  let instructionSet: InstructionSet

  func report(_ method: Method) throws -> [String] {
    var settings = TrainingModelSettings(adaptation: method.adaptation)
    settings.seed = 1
    let model = try TrainingModel.crossEncoder(
      folder: folder, maxLength: Self.maximumLength, settings: settings, instructionSet: instructionSet)
    let step = TrainingBenchmarkStep(
      model: model, optimizer: try OptimizerRegistry.make(method.optimizer, on: instructionSet).optimizer,
      instructionSet: instructionSet)
    return try withFork(threads: threads) { fork in try measure(method, step, fork) }
  }

  private func measure(_ method: Method, _ step: TrainingBenchmarkStep, _ fork: Fork) throws -> [String] {
    step.run(batch(0), number: 0, fork: fork)
    var seconds: [Double] = [], peaks: [Double] = []
    for number in 1...max(1, steps) {
      // By turns: both see the same minute of the machine.
      peaks.append(try ModelBenchmark.peak(threads: threads, on: instructionSet))
      seconds.append(Timing.median(of: 1) { step.run(batch(number), number: number, fork: fork) })
    }
    let account = step.account()
    step.run(batch(steps + 1), number: steps + 1, fork: fork)
    let rate = Double(Self.batch) / Timing.median(seconds),
      memory = ProcessMemory.peak().map { MemoryBudget.text($0) } ?? "unknown"
    let title = "training with \(method.rawValue), \(threads) threads: \(Timing.rounded(rate)) pairs/s"
    return ["\(title), peak memory so far \(memory)"] + account.lines(peak: Timing.median(peaks) * Double(threads))
  }

  private func batch(_ number: Int) -> [(query: [UInt8], passage: [UInt8])] {
    (0..<Self.batch).map { pairs[(number * Self.batch + $0) % pairs.count] }
  }
}
