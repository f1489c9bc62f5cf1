import Bytes
import Corpora
import Foundation
import TestSupport
import Testing
import Training
import Transformers

private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("Goldens/trained")

private func file(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appendingPathComponent(name))) }

/// The lines of pairs.tsv, one example each.
private func pairs() throws -> [TrainingExample] {
  try file("pairs.tsv").split(separator: 10).enumerated().map { number, line in
    let columns = line.split(separator: 9, omittingEmptySubsequences: false)
    return TrainingExample(
      query: Array(columns[0]), passages: [Array(columns[1])],
      labels: [try #require(Float(String(decoding: columns[2], as: UTF8.self)))], positiveCount: 1,
      source: ExampleSource(file: "pairs.tsv", line: number + 1))
  }
}

@Suite struct TorchTests {
  @Test(arguments: 0..<3) func `fifty steps have torch's losses, rates and norms, from the same weights and pairs`(run: Int)
    throws
  {
    let golden = try JSONValue(parsing: file("losses.json"))
    let wanted = try #require(golden["runs"]?.array?[run]), out = try TemporaryFolder()
    let numbers = { (key: ByteString) in (wanted[key]?.array ?? []).compactMap(\.double) }
    var settings = TrainerSettings(stage: .crossEncoder, checkpoints: out.file("checkpoints"))
    settings.batchSize = try #require(golden["batch"]?.int)
    settings.steps = 50
    settings.learningRate = try #require(wanted["learning rate"]?.double)
    settings.clip = golden["clip"]?.double
    settings.hasDropout = false
    var reports: [StepReport] = [], hooks = TrainingHooks()
    hooks.progress = { reports.append($0) }
    let decay = try #require(wanted["weight decay"]?.double)
    let policy = wanted["decay policy"]?.string == "all" ? "all" : "no-bias-norm"
    let optimizer = try OptimizerRegistry.make(
      wanted["optimizer"]?.string?.text ?? "", options: ["weight-decay": .number(decay), "decay": .text(policy)], on: .chosen())
    let schedule = try ScheduleRegistry.make(
      "linear", options: ["warmup-steps": .number(5)], over: ScheduleSpan(steps: 50, peak: settings.learningRate))
    let all = try pairs()
    try Trainer(
      model: TrainingModel.crossEncoder(folder: folder.path), loss: LossRegistry.make("graded-bce", for: .crossEncoder).loss,
      optimizer: optimizer.optimizer, schedule: schedule.schedule, settings: settings, hooks: hooks
    ) { _ in ArrayReader(examples: all[...]) }.run()
    #expect(reports.count == 50)
    #expect(zip(reports, numbers("rates")).allSatisfy { abs($0.learningRate - $1) < 1e-12 })
    #expect(zip(reports, numbers("losses")).allSatisfy { abs($0.loss - $1) < 1e-3 })
    #expect(zip(reports, numbers("norms")).allSatisfy { abs($0.gradientNorm - $1) < 1e-2 * max(1, $1) })
  }
}
