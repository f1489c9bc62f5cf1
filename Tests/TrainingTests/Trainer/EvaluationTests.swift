import Corpora
import Foundation
import TestSupport
import Testing
import Training

/// A training of twelve steps that evaluates every second one; each evaluation gives the next value.
private func training(_ folder: String, values: [Double], isGreaterBetter: Bool = true) -> Run {
  let run = Run(folder)
  run.settings.steps = 12
  run.settings.evaluateEvery = 2
  run.settings.saveEvery = 3
  run.settings.best = BestMeasure(name: "ndcg", isGreaterBetter: isGreaterBetter)
  run.hooks.evaluate = { step in [(name: "loss", value: 1), (name: "ndcg", value: values[step / 2 - 1])] }
  return run
}

@Suite struct TrainingEvaluationTests {
  @Test(arguments: [(true, 6), (false, 10)]) func `the weights of the best evaluation are kept`(
    isGreaterBetter: Bool, step: Int
  ) throws {
    let folder = try TemporaryFolder()
    let values = [0.5, 0.4, 0.7, .nan, 0.1, 0.7]
    let run = training(folder.path, values: values, isGreaterBetter: isGreaterBetter)
    var seen: [Int: [Float]] = [:]
    run.hooks.progress = { [model = run.model] in seen[$0.step] = model.values }
    let summary = try run.train()
    #expect(summary.best?.step == step && summary.bestValue == values[step / 2 - 1])
    let other = FakeModel(seed: 99)
    try #require(summary.best).restore(other)
    #expect(other.values == seen[step] && other.changes == 1)
    #expect(summary.best == Checkpoints(folder: run.settings.checkpoints).best)
    #expect(try Set(folder.names()) == ["checkpoints"])
    let evaluations = run.records.filter { $0.json["type"]?.string == "evaluation" }
    #expect(evaluations.map(\.step) == [2, 4, 6, 8, 10, 12])
    #expect(
      evaluations.map { $0.json["best"]?.bool == true } == (isGreaterBetter ? [true, false, true] : [true, true, false])
        + (isGreaterBetter ? [false, false, false] : [false, true, false]))
  }

  @Test(arguments: 0..<8) func `the best checkpoint survives interruptions, and no evaluation is lost or made twice`(
    stop: Int
  ) throws {
    let values = [0.5, 0.4, 0.7, 0.6, 0.1, 0.7]
    let straight = try TemporaryFolder(), broken = try TemporaryFolder()
    let whole = training(straight.path, values: values)
    try whole.train()
    let first = training(broken.path, values: values)
    var stepped = 0, measured = 0
    first.hooks.progress = { stepped = $0.step }
    let evaluate = first.hooks.evaluate
    first.hooks.evaluate = { step in
      measured += 1
      // Within an evaluation, too, an interruption is one.
      if stop % 2 == 1, measured == stop / 2 + 1 { throw CancellationError() }
      return try evaluate?(step) ?? []
    }
    first.hooks.shouldStop = { stop % 2 == 0 && stepped == stop + 1 }
    let error = #expect(throws: TrainingError.self) { try first.train() }
    guard case .interrupted = error else { Issue.record("\(String(describing: error))"); return }
    let second = training(broken.path, values: values)
    let summary = try second.train(resuming: true)
    #expect(first.lines + second.lines == whole.lines)
    #expect(summary.best?.step == 6)
    #expect(
      try broken.read("checkpoints/best-6/parameters.safetensors") == straight.read("checkpoints/best-6/parameters.safetensors"))
  }

  @Test func `a checkpoint of the last step, made before the last evaluation, is told of it and not written again`() throws {
    let folder = try TemporaryFolder()
    let run = training(folder.path, values: [0.1, 0.2, 0.3])
    run.settings.evaluateEvery = nil
    run.settings.steps = 6
    let weights = folder.file("checkpoints/step-6/parameters.safetensors")
    let number = { try FileManager.default.attributesOfItem(atPath: weights)[.systemFileNumber] as? Int }
    var before: Int?
    run.hooks.evaluate = { _ in
      before = try number()
      return [(name: "ndcg", value: 0.3)]
    }
    let summary = try run.train()
    #expect(try before != nil && number() == before)
    #expect(summary.best?.step == 6 && Checkpoints(folder: run.settings.checkpoints).best?.step == 6)
    let resumed = training(folder.path, values: [])
    resumed.settings.steps = 6
    resumed.settings.evaluateEvery = nil
    #expect(try resumed.train(resuming: true).bestValue == 0.3)
    #expect(resumed.records.isEmpty)
  }

  @Test func `the best weights must still be there, when a training goes on and at its end`() throws {
    let folder = try TemporaryFolder(), best = folder.file("checkpoints/best-2")
    let run = training(folder.path, values: [0.9, 0.4, 0.7, 0.6, 0.1, 0.7])
    run.hooks.progress = { if $0.step == 11 { try? FileManager.default.removeItem(atPath: best) } }
    let lost = #expect(throws: TrainingError.self) { try run.train() }
    #expect(lost == .bestMissing(path: best, step: 2) && lost?.description.contains("put the folder back") == true)
    let again = training(folder.path, values: [])
    #expect(throws: TrainingError.bestMissing(path: best, step: 2)) { try again.train(resuming: true) }
    #expect(again.reports.isEmpty)
  }

  @Test func `there is an evaluation at the end, once, and a measure that it lacks is an error`() throws {
    let folder = try TemporaryFolder()
    let run = training(folder.path, values: [0, 0, 0, 0, 0, 0])
    run.settings.evaluateEvery = nil
    run.settings.steps = 6
    try run.train()
    #expect(run.records.map { $0.json["type"]?.string?.text } == ["steps", "steps", "evaluation"])
    let other = training(try TemporaryFolder().path, values: [0, 0, 0, 0, 0, 0])
    other.settings.best = BestMeasure(name: "mrr")
    let error = #expect(throws: TrainingError.self) { try other.train() }
    #expect(error?.description.contains("ndcg") == true)
  }
}

@Suite struct NotFiniteTests {
  @Test func `a loss that is no number stops with its examples and the last good checkpoint, and changes nothing`() throws {
    let folder = try TemporaryFolder()
    let run = Run(folder.path)
    run.settings.tokensPerGroup = 1
    run.settings.saveEvery = 2
    // Epoch 0 takes examples in steps of 5: the 14th is the 18th in turn, in the fifth step.
    run.examples[13].labels[0] = 99
    var before: [Float] = []
    run.hooks.progress = { [model = run.model] _ in before = model.values }
    let error = #expect(throws: TrainingError.self) { try run.train() }
    guard case .notFinite(let what, let step, let sources, let checkpoint) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(what == "the loss" && sources == ["examples.tsv:14"] && step == run.reports.count + 1)
    #expect(checkpoint == folder.file("checkpoints/step-\(run.reports.count / 2 * 2)"))
    #expect(run.model.values == before)
    #expect(error?.description.contains("examples.tsv:14") == true)
  }

  @Test func `gradients that are too large to add up stop before the weights change`() throws {
    let folder = try TemporaryFolder()
    let run = Run(folder.path)
    run.loss = Steep()
    let start = run.model.values
    let error = #expect(throws: TrainingError.self) { try run.train() }
    guard case .notFinite(let what, 1, let sources, nil) = error else { Issue.record("\(String(describing: error))"); return }
    #expect(what == "the norm of the gradients" && sources.count == 4 && run.model.values == start)
  }
}

/// A finite value with a gradient that is not.
private struct Steep: Loss {
  var name: String { "steep" }
  var isSeparable: Bool { true }
  func terms(labels: [Float]) -> Int { labels.count }
  func problem(labels: [Float]) -> String? { nil }
  func evaluate(_ batch: LossBatch) -> LossValue {
    LossValue(value: 0, gradient: batch.outputs.map { _ in .infinity })
  }
}
