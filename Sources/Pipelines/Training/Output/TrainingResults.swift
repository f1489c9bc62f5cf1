internal import Bytes
internal import Files
internal import Foundation
internal import Parallelism
internal import Training
internal import Transformers

extension TrainingRun {
  /// Measures the model on the test sets, writes results and card, and removes the checkpoints.
  func finish(
    _ model: TrainingModel, files: [String], _ summary: TrainingSummary, _ forecast: Forecast,
    _ before: [[(name: String, value: Double)]]
  ) throws -> String {
    let after = try testValues(of: model)
    var members: [(key: ByteString, value: JSONValue)] = [
      (key: "name", value: JSONValue(recipe.name)), (key: "task", value: JSONValue(recipe.task.rawValue)),
      (key: "model", value: JSONValue(recipe.model)), (key: "seed", value: JSONValue(recipe.seed)),
      (key: "settings", value: headline),
      (key: "weights", value: JSONValue(forecast.weights)), (key: "trained_weights", value: JSONValue(forecast.trainedWeights)),
      (key: "optimizer_state_bytes", value: JSONValue(forecast.optimizerBytes)), (key: "steps", value: JSONValue(summary.steps)),
      (key: "examples", value: JSONValue(survey.examples)), (key: "tokens", value: JSONValue(summary.tokens)),
      (key: "seconds", value: JSONValue(summary.seconds)), (key: "threads", value: JSONValue(work.threads)),
    ]
    members.append((key: "files", value: .array(files.map { JSONValue($0) })))
    members += try StepFigures(log: folder.log).members
    if let best = summary.best, let value = summary.bestValue {
      members.append(
        (
          key: "best",
          value: ["step": JSONValue(best.step), "measure": JSONValue(recipe.evaluation?.best ?? ""), "value": JSONValue(value)]
        ))
    }
    members.append(
      (
        key: "tests",
        value: .array(
          zip(tests, after).enumerated().map { number, pair in
            test(pair.0, after: pair.1, before: before.isEmpty ? nil : before[number])
          })
      ))
    let results = TrainedFolder(path: folder.path, json: .object(members))
    try draw(results)
    try folder.write(recipe.text(seenFrom: folder.path), to: folder.recipe)
    try folder.write(ModelCard(recipe: recipe, results: results, base: publishedBase).text, to: folder.card)
    try folder.finish(identity, results: members)
    try FileManager.default.removeItem(atPath: folder.checkpoints)
    return TrainingReport([results]).text
  }

  private func draw(_ results: TrainedFolder) throws {
    let curves = try TrainingCurves(log: folder.log)
    try folder.write(curves.svg, to: folder.file("curves.svg"))
    let page = curves.page(
      title: "\(recipe.name): \(recipe.task.rawValue)", results: TrainingReport([results]).tables,
      recipe: recipe.text(seenFrom: folder.path))
    try folder.write(page, to: folder.file("report.html"))
  }

  /// The settings that tell trainings apart in a table.
  private var headline: JSONValue {
    [
      "loss": JSONValue(recipe.loss.name), "optimizer": JSONValue(recipe.optimizer.name.rawValue),
      "learning_rate": JSONValue(recipe.optimizer.learningRate), "schedule": JSONValue(recipe.schedule.name),
      "batch_size": JSONValue(recipe.batchSize * recipe.accumulation), "adaptation": JSONValue(recipe.adaptation.word),
    ]
  }

  private func test(
    _ set: MeasuredSet, after: [(name: String, value: Double)], before: [(name: String, value: Double)]?
  ) -> JSONValue {
    func object(_ values: [(name: String, value: Double)]) -> JSONValue {
      .object(values.map { (key: ByteString($0.name), value: JSONValue($0.value)) })
    }
    var members: [(key: ByteString, value: JSONValue)] = [
      (key: "name", value: JSONValue(set.queries.section.name)), (key: "queries", value: JSONValue(set.queries.queries.count)),
      (key: "measures", value: object(after)),
    ]
    if let before { members.append((key: "before", value: object(before))) }
    return .object(members)
  }
}

extension AdaptationSection {
  /// In a word, for tables.
  var word: String {
    switch self {
    case .full: "full"
    case .lora(let lora): "LoRA r \(lora.rank)"
    case .frozen(_, let layers): layers == 0 ? "frozen embeddings" : "frozen to layer \(layers)"
    }
  }
}

/// What the log says of speed and memory.
struct StepFigures {
  private var seconds = 0.0
  private var steps = 0
  private var pairs = 0
  private var processor = 0.0
  private var memory = 0

  init(log: String) throws {
    for line in try TrainingLog.lines(of: log) where line["type"]?.string == "steps" {
      let duration = line["step_seconds"]?.double ?? 0
      steps += line["steps"]?.int ?? 0
      pairs += line["pairs"]?.int ?? 0
      seconds += duration
      processor += (line["cpu_utilisation"]?.double ?? 0) * duration
      memory = max(memory, line["memory"]?.int ?? 0)
    }
  }

  /// Members of `training.json`.
  var members: [(key: ByteString, value: JSONValue)] {
    [
      (key: "step_seconds", value: JSONValue(seconds / Double(max(steps, 1)))),
      (key: "pairs_per_second", value: JSONValue(seconds > 0 ? Double(pairs) / seconds : 0)),
      (key: "cpu_utilisation", value: JSONValue(seconds > 0 ? processor / seconds : 0)),
      (key: "peak_memory_bytes", value: JSONValue(max(memory, MemoryBudget.anonymousBytes() ?? 0))),
    ]
  }
}
