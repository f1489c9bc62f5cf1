internal import Foundation

/// What kind of model is trained.
public enum TrainingTask: String, Sendable, CaseIterable {
  /// Query and passage together in, one logit out.
  case crossEncoder = "cross-encoder"
  /// A text in, a vector out.
  case biEncoder = "bi-encoder"
}

/// A training recipe, resolved: paths are relative to the file's folder, defaults are filled in, unknown keys were refused.
public struct TrainingRecipe: Sendable {
  /// What is trained.
  public let task: TrainingTask
  /// The file it was read from.
  public let file: String
  /// Name of the recipe: the file's without its extension, or the folder's where the file is called `recipe`.
  public let name: String
  var model: String
  var maxLength: Int?
  var data: DataSection
  var loss: LossSection
  var optimizer = OptimizerSection()
  var schedule: ScheduleSection
  var batchSize = 32
  var accumulation = 1
  var duration: TrainingDuration
  var clip: Double? = 1
  var dropout: Double?
  /// False when a bi-encoder's loss sees vectors before the model's Normalize module.
  var isNormalised = true
  var seed = 42
  var adaptation = AdaptationSection.full
  var isCheckpointing = false
  var tokensPerGroup = 2_048
  /// As written: fp32, or a half precision, which is not followed.
  var precision = PrecisionChoice.fp32
  var evaluation: EvaluationSection?
  var tests: [TestSection] = []
  var logEvery = 10
  var saveEvery = 500
  var output = OutputSection()

  /// What may be written under `precision`.
  enum PrecisionChoice: String, CaseIterable {
    case fp32, bf16, fp16
  }
}

extension TrainingRecipe {
  /// Reads a recipe.
  /// - Parameters:
  ///   - text: the file's contents.
  ///   - file: its path; relative paths in it start at its folder.
  ///   - task: what is trained; a recipe that says otherwise under `task` is refused.
  ///   - overrides: `key.path=value` settings applied before anything is checked.
  public init(text: String, file: String, task: TrainingTask, overrides: [String] = []) throws {
    let root = try YAMLReader.parse(text, file: file).applying(overrides, creating: true)
    var mapping = try root.mapping()
    self.task = task
    self.file = file
    name = TrainingRecipe.name(of: file)
    try TrainingRecipe.check(mapping.optional("task"), task)
    _ = try mapping.optional("description")?.string()
    model = try mapping.required("model").modelName()
    maxLength = try mapping.optional("max_length")?.int(atLeast: 8)
    data = try DataSection(mapping.required("data"))
    loss = try LossSection(mapping.optional("loss"), task: task, recipe: root)
    for place in data.sources.indices { data.sources[place].view = data.sources[place].view ?? loss.usualView }
    optimizer = try mapping.optional("optimizer").map(OptimizerSection.init) ?? optimizer
    schedule = try ScheduleSection(mapping.optional("schedule"), learningRate: optimizer.learningRate, recipe: root)
    duration = try TrainingDuration(&mapping)
    try readSteps(&mapping)
    try readWeights(&mapping)
    try readReports(&mapping)
    try mapping.finishTraining()
    try check(root)
  }

  private static func name(of file: String) -> String {
    let url = URL(fileURLWithPath: file).standardizedFileURL
    let name = url.deletingPathExtension().lastPathComponent
    return name == "recipe" ? url.deletingLastPathComponent().lastPathComponent : name
  }

  private static func check(_ reader: YAMLReader?, _ task: TrainingTask) throws {
    guard let reader, try reader.choice(TrainingTask.self) != task else { return }
    let stated = try reader.string()
    throw reader.error("this recipe is for `winnow train \(stated)`, not `winnow train \(task.rawValue)`")
  }

  private mutating func readSteps(_ mapping: inout YAMLMapping) throws {
    batchSize = try mapping.optional("batch_size")?.int(in: 1...1_000_000) ?? batchSize
    accumulation = try mapping.optional("accumulation")?.int(in: 1...1_000_000) ?? accumulation
    if let reader = mapping.optional("clip") { clip = reader.node.scalar?.string == "none" ? nil : try reader.positive() }
    seed = try mapping.optional("seed")?.int(atLeast: 0) ?? seed
    tokensPerGroup = try mapping.optional("tokens_per_group")?.int(in: 16...1_000_000) ?? tokensPerGroup
    precision = try mapping.optional("precision")?.choice(PrecisionChoice.self) ?? precision
  }

  private mutating func readWeights(_ mapping: inout YAMLMapping) throws {
    if let reader = mapping.optional("dropout"), reader.node.scalar?.string != "model" { dropout = try reader.rate() }
    if task == .biEncoder { isNormalised = try mapping.optional("normalize")?.bool() ?? isNormalised }
    adaptation = try mapping.optional("adaptation").map(AdaptationSection.init) ?? adaptation
    isCheckpointing = try mapping.optional("gradient_checkpointing")?.bool() ?? isCheckpointing
  }

  private mutating func readReports(_ mapping: inout YAMLMapping) throws {
    evaluation = try mapping.optional("evaluation").map(EvaluationSection.init)
    tests =
      try mapping.optional("test").map { reader in
        try (reader.node.sequence == nil ? [reader] : reader.list()).map(TestSection.init)
      } ?? []
    logEvery = try mapping.optional("log_every")?.int(atLeast: 1) ?? logEvery
    saveEvery = try mapping.optional("save_every")?.int(atLeast: 1) ?? saveEvery
    output = try mapping.optional("output").map(OutputSection.init) ?? output
  }

  private func check(_ root: YAMLReader) throws {
    let sets = [evaluation?.set].compactMap { $0 } + tests.map(\.set)
    if task == .crossEncoder, sets.contains(where: { if case .search = $0.task { true } else { false } }) {
      throw root.error("a cross-encoder cannot search a pool; give evaluation and test a run to rerank")
    }
    if output.isMerged, !adaptation.isLowRank {
      throw root.error("output.merge is for LoRA: other adaptations have nothing to merge")
    }
    if evaluation != nil, evaluation?.set == nil, data.heldOut == 0 {
      throw root.error("evaluation has nothing to measure: give it rerank or search, or data.held_out a number of examples")
    }
    if evaluation?.best == EvaluationSection.loss, data.heldOut == 0 {
      throw root.error("best: loss needs held-out examples: give data.held_out a number, or best a measure")
    }
  }
}
