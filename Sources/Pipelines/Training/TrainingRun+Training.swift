internal import Bytes
internal import Files
internal import Foundation
internal import Parallelism
internal import Tensors
internal import Training
internal import Transformers

extension TrainingRun {
  /// Trains to the end and writes the folder; the table of results.
  /// - Throws: `TrainingError.interrupted` when the work is to end.
  func train(_ model: TrainingModel, forecast: Forecast) throws -> String {
    do { return try trainToTheEnd(model, forecast) } catch is CancellationError {
      // Before the first step or behind the last one, where the trainer itself is not at work.
      let last = Checkpoints(folder: folder.checkpoints).last
      throw TrainingError.interrupted(step: last?.step ?? 0, checkpoint: last?.path ?? folder.path)
    }
  }

  private func trainToTheEnd(_ model: TrainingModel, _ forecast: Forecast) throws -> String {
    let checkpoints = Checkpoints(folder: folder.checkpoints)
    let first = checkpoints.last?.step ?? 0
    if first > 0 { work.note("resuming after step \(first) of \(steps)") }
    let before = try baseline(model)
    let log = try TrainingLog(path: folder.log, upTo: first)
    let progress = TrainingProgress(total: steps, from: first, quiet: work.quiet)
    defer { progress.endLine() }
    let trainer = try Trainer(
      model: model, loss: recipe.loss.loss, optimizer: recipe.optimizer.optimizer(on: .chosen()),
      schedule: recipe.schedule.schedule(steps: steps, peak: recipe.optimizer.learningRate), settings: settings(),
      hooks: hooks(model, log, progress), makeReader: { try sources.training(epoch: $0) })
    // A training that was interrupted in its first step has a checkpoint of step 0.
    let summary = try trainer.run(resuming: checkpoints.last != nil)
    progress.endLine()
    if let best = summary.best { try withFork(threads: work.threads) { try best.restore(model, fork: $0) } }
    return try finish(model, files: export(model), summary, forecast, before)
  }

  private func hooks(
    _ model: TrainingModel, _ log: TrainingLog, _ progress: TrainingProgress
  ) -> TrainingHooks {
    var hooks = TrainingHooks()
    hooks.shouldStop = work.shouldStop
    if recipe.evaluation != nil || !heldOut.isEmpty { hooks.evaluate = { _ in try values(of: model) } }
    let since = StepsSince()
    hooks.progress = { report in
      since.add(report)
      progress.update(
        TrainingProgress.Values(
          step: report.step, loss: report.loss, learningRate: report.learningRate, gradientNorm: report.gradientNorm,
          pairsPerSecond: Double(report.pairs) / max(report.seconds, 1e-9)))
    }
    hooks.log = { record in
      guard let members = record.json.object else { return }
      if case .steps = record { try log.append(members + since.taken()) } else { try log.append(members) }
      if case .evaluation(let step, _, let values, let seconds, let isBest) = record {
        let text = values.map { "\($0.name) \(TrainingProgress.digits($0.value, 4))" }.joined(separator: "  ")
        progress.note("step \(step): \(text)\(isBest ? "  (best so far)" : "")  in \(Progress.duration(seconds))")
        progress.leaveOut(seconds)
      }
      try work.budget.check()
    }
    return hooks
  }

  /// A bi-encoder's measures before the training; a cross-encoder's new head has nothing to say yet.
  private func baseline(_ model: TrainingModel) throws -> [[(name: String, value: Double)]] {
    guard recipe.task == .biEncoder else { return [] }
    return try tests.map { try values(of: model, on: $0) }
  }

  /// Writes the model beside the checkpoints and moves its files into the folder; their names.
  private func export(_ model: TrainingModel) throws -> [String] {
    let exported = folder.file("checkpoints/exported")
    do { try model.save(from: base, to: exported, options: savingOptions) } catch TransformersError.unstorable(
      _, let tensor, let value, .fp16) where value.isFinite
    {
      throw PipelinesError.input(
        reason:
          "the training is done, but '\(tensor)' holds \(value), which half precision (output.fp16) cannot; give the same command with "
          + "--set output.fp16=false, which stores the weights without training again")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: exported).sorted().filter { $0 != "README.md" }
    try folder.take(names, from: exported)
    return names
  }

  private var savingOptions: SavingOptions {
    var options = SavingOptions(precision: recipe.output.isHalf ? .fp16 : .fp32, maximumLength: recipe.maxLength)
    if case .lora(let lora) = recipe.adaptation, !recipe.output.isMerged {
      options.form = .adapter(lora.settings, base: publishedBase)
    }
    return options
  }

  /// The model it starts from as other libraries find it: its name among Hugging Face's models, or the path from the root.
  ///
  /// A bare name of a folder of sentence-transformers lacks that owner, whom SentenceTransformer adds by itself and PEFT does not.
  var publishedBase: String {
    let name = recipe.model
    if name.hasPrefix("/") || name.hasPrefix(".") || base == name { return base.absolutePath }
    return !name.contains("/") && Paths.exists("\(base)/modules.json") ? "sentence-transformers/\(name)" : name
  }
}
