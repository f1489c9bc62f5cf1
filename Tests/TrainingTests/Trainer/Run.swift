import Bytes
import Corpora
import TestSupport
import Training

/// A training of the fake model, with what it told.
final class Run {
  let model: FakeModel
  let optimizer = SpyOptimizer()
  private(set) var records: [TrainingRecord] = []
  private(set) var reports: [StepReport] = []
  var settings: TrainerSettings
  var hooks = TrainingHooks()
  var loss: any Loss = SquaredLoss()
  var examples = someExamples(23)

  init(_ folder: String, rate: Float = 0.3, outputs: Int = 1, stage: TrainedStage = .crossEncoder) {
    model = FakeModel(outputs: outputs, rate: rate)
    settings = TrainerSettings(stage: stage, checkpoints: "\(folder)/checkpoints")
    settings.batchSize = 4
    settings.steps = 20
    settings.learningRate = 0.5
    settings.tokensPerGroup = 100
    settings.logEvery = 3
  }

  @discardableResult func train(resuming: Bool = false) throws -> TrainingSummary {
    var hooks = hooks
    let log = hooks.log, progress = hooks.progress
    hooks.log = { [self] in
      records.append($0)
      try log($0)
    }
    hooks.progress = { [self] in
      reports.append($0)
      progress($0)
    }
    let examples = examples
    let trainer = try Trainer(
      model: model, loss: loss, optimizer: optimizer, schedule: Halving(), settings: settings, hooks: hooks
    ) { epoch in
      // Another order each epoch.
      ArrayReader(examples: ArraySlice(examples.indices.map { examples[($0 * 5 + epoch) % examples.count] }))
    }
    return try trainer.run(resuming: resuming)
  }

  /// What the log tells, but for times and memory.
  var lines: [String] {
    records.map { record in
      var members = record.json.object ?? []
      members.removeAll { ["seconds", "pairs_per_second", "memory", "cpu_utilisation"].contains($0.key.text) }
      return String(decoding: JSONValue.object(members).serialized(), as: UTF8.self)
    }
  }
}
