import Bytes
import Corpora
import Foundation
import TestSupport
import Testing
import Training
import Transformers

private let goldens = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("TransformersTests/Goldens").path

/// One of the ways in which the small models are trained.
struct TrainingCase: Sendable, CustomTestStringConvertible {
  var stage = TrainedStage.crossEncoder
  var optimizer = "adamw"
  var accumulation = 1
  var isLoRA = false
  var isCheckpointing = false
  var tokensPerGroup = 60

  var testDescription: String {
    "\(stage.rawValue) \(optimizer) x\(accumulation)\(isLoRA ? " LoRA" : "")\(isCheckpointing ? " cp" : "")"
  }

  static let all = [
    TrainingCase(), TrainingCase(optimizer: "lion", accumulation: 2), TrainingCase(accumulation: 2, isLoRA: true),
    TrainingCase(stage: .biEncoder, isCheckpointing: true), TrainingCase(stage: .biEncoder, optimizer: "lion", isLoRA: true),
  ]

  func model() throws -> TrainingModel {
    let lora = LoRASettings(rank: 2, alpha: 4, dropout: 0.1, targets: ["query", "value"])
    let settings = TrainingModelSettings(
      adaptation: isLoRA ? .lora(lora) : .full(), dropout: 0.2, isCheckpointing: isCheckpointing, seed: 7)
    return stage == .crossEncoder
      ? try TrainingModel.crossEncoder(folder: "\(goldens)/tiny-cross", settings: settings)
      : try TrainingModel.biEncoder(folder: "\(goldens)/tiny-encoder", settings: settings)
  }

  func trainer(
    _ folder: String, steps: Int = 20, threads: Int = 1, progress: @escaping (StepReport) -> Void = { _ in }
  ) throws -> (trainer: Trainer, model: TrainingModel) {
    var settings = TrainerSettings(stage: stage, checkpoints: "\(folder)/checkpoints")
    settings.batchSize = 4
    settings.accumulation = accumulation
    settings.steps = steps
    settings.saveEvery = 9
    settings.learningRate = 1e-3
    settings.tokensPerGroup = tokensPerGroup
    settings.threads = threads
    var hooks = TrainingHooks()
    hooks.progress = progress
    let model = try model(), loss = try LossRegistry.make(stage == .crossEncoder ? "bce" : "mnrl", for: stage).loss
    let trainer = try Trainer(
      model: model, loss: loss, optimizer: OptimizerRegistry.make(optimizer, on: .chosen()).optimizer, schedule: Halving(),
      settings: settings,
      hooks: hooks
    ) { epoch in ArrayReader(examples: wordyExamples(23, seed: UInt64(epoch))[...]) }
    return (trainer, model)
  }
}

/// Examples of a positive and two negatives, in words of the small models' vocabulary.
private func wordyExamples(_ count: Int, seed: UInt64) -> [TrainingExample] {
  let words = ["the", "winnow", "rank", "ear", "ring", "dense", "text", "query", "hit", "from", "with"]
  return (0..<count).map { number in
    var generator = CounterGenerator(seed, UInt64(number))
    let texts = (0..<4).map { _ in
      Array((0...generator.below(12)).map { _ in words[generator.below(words.count)] }.joined(separator: " ").utf8)
    }
    return TrainingExample(
      query: texts[0], passages: Array(texts[1...]), labels: [1, 0, 0], positiveCount: 1,
      source: ExampleSource(file: "words", line: number + 1))
  }
}

private func weights(_ model: TrainingModel) -> [[UInt32]] {
  model.parameters.filter(\.isTrainable).map { $0.floats().map(\.bitPattern) }
}

@Suite struct RealModelTests {
  @Test(arguments: TrainingCase.all) func `twenty steps have the same bytes as nine, a kill and the rest`(
    training: TrainingCase
  ) async throws {
    let straight = try TemporaryFolder(), broken = try TemporaryFolder()
    let (whole, model) = try training.trainer(straight.path)
    let start = weights(model)
    try whole.run()
    let index = try #require(TrainingCase.all.firstIndex { $0.testDescription == training.testDescription }), path = broken.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, index = index as Int] in
      let (trainer, _) = try TrainingCase.all[index].trainer(path) { if $0.step == 12 { kill(getpid(), SIGKILL) } }
      try trainer.run()
    }
    #expect(Checkpoints(folder: "\(path)/checkpoints").last?.step == 9)
    let (rest, resumed) = try training.trainer(path, threads: 2)
    try rest.run(resuming: true)
    #expect(weights(resumed) == weights(model) && weights(model) != start)
    for file in ["parameters", "optimizer"] {
      #expect(
        try broken.read("checkpoints/step-20/\(file).safetensors") == straight.read("checkpoints/step-20/\(file).safetensors"))
    }
  }

  @Test(arguments: TrainingCase.all) func `any number of threads gives the same bits after five steps`(training: TrainingCase)
    throws
  {
    let found = try [1, 2, 7].map { threads in
      let folder = try TemporaryFolder()
      let (trainer, model) = try training.trainer(folder.path, steps: 5, threads: threads)
      try trainer.run()
      return weights(model)
    }
    #expect(found[0] == found[1] && found[0] == found[2])
  }

  @Test(arguments: [TrainedStage.crossEncoder, .biEncoder]) func `groups of any size give the same losses within rounding`(
    stage: TrainedStage
  ) throws {
    let losses = try [1, 60, 100_000].map { budget in
      let folder = try TemporaryFolder()
      var losses: [Double] = []
      let training = TrainingCase(stage: stage, accumulation: 2, tokensPerGroup: budget)
      try training.trainer(folder.path, steps: 5) { losses.append($0.loss) }.trainer.run()
      return losses
    }
    for other in losses.dropFirst() {
      #expect(other.count == 5 && zip(other, losses[0]).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }
}
