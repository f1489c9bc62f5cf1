internal import Bytes
internal import Corpora
internal import Files
internal import Parallelism
internal import Tensors
internal import Training
internal import Transformers

/// A training whose inputs are all read and checked: what is left is to train.
struct TrainingRun {
  let recipe: TrainingRecipe
  let folder: TrainingFolder
  let identity: Recipe
  let base: String
  let sources: TrainingSources
  let survey: DataSurvey
  let heldOut: [TrainingExample]
  let evaluation: MeasuredSet?
  let tests: [MeasuredSet]
  let work: WorkSettings

  /// Reads everything, in an order in which the quickest finds of what is wrong come first.
  init(_ recipe: TrainingRecipe, folder: TrainingFolder, identity: Recipe, base: String, work: WorkSettings) throws {
    self.recipe = recipe
    self.folder = folder
    self.identity = identity
    self.base = base
    self.work = work
    evaluation = try recipe.evaluation.flatMap { section in
      try section.set.map { try MeasuredSet($0, measures: section.measures) }
    }
    tests = try recipe.tests.map { try MeasuredSet($0.set, measures: $0.measures) }
    sources = try TrainingSources(recipe)
    survey = try DataSurvey(
      sources.unshuffled(epoch: 0), loss: recipe.loss.loss,
      needsTwoClasses: recipe.task == .crossEncoder || recipe.loss.name == "contrastive", recipe: recipe.file, work: work)
    let loss = recipe.loss.loss
    heldOut = try sources.heldOutExamples().map { loss.prepared($0) }
    for example in heldOut { try loss.validate(labels: example.labels, source: "\(example.source)") }
  }

  /// Optimizer steps in all: of the steps asked for, or of whole epochs.
  var steps: Int {
    switch recipe.duration {
    case .steps(let count): count
    case .epochs(let count): count * stepsAnEpoch
    }
  }

  var stepsAnEpoch: Int {
    let examples = recipe.batchSize * recipe.accumulation
    return (survey.examples + examples - 1) / examples
  }

  /// The model, ready to be trained.
  func model() throws -> TrainingModel {
    var settings = TrainingModelSettings(
      adaptation: recipe.adaptation.adaptation, dropout: recipe.dropout, isCheckpointing: recipe.isCheckpointing,
      seed: UInt64(recipe.seed))
    settings.skipsNormalize = !recipe.isNormalised
    switch recipe.task {
    case .crossEncoder: return try .crossEncoder(folder: base, maxLength: recipe.maxLength, settings: settings)
    case .biEncoder: return try .biEncoder(folder: base, maxLength: recipe.maxLength, settings: settings)
    }
  }

  /// What the trainer is told.
  func settings() -> TrainerSettings {
    var settings = TrainerSettings(stage: recipe.task.stage, checkpoints: folder.checkpoints)
    settings.batchSize = recipe.batchSize
    settings.accumulation = recipe.accumulation
    // Epochs as well: those of sources mixed by weight differ in length, and the schedule ends where the training does.
    settings.steps = steps
    settings.learningRate = recipe.optimizer.learningRate
    settings.clip = recipe.clip
    settings.tokensPerGroup = recipe.tokensPerGroup
    settings.seed = UInt64(recipe.seed)
    settings.threads = work.threads
    settings.logEvery = recipe.logEvery
    settings.evaluateEvery = recipe.evaluation.map { $0.every.steps(anEpoch: stepsAnEpoch) }
    settings.saveEvery = recipe.saveEvery
    settings.best = recipe.evaluation.map { BestMeasure(name: $0.best, isGreaterBetter: $0.best != EvaluationSection.loss) }
    settings.recipeDigest = (folder.begun ?? identity).digest
    settings.examplesAnEpoch = survey.examples
    return settings
  }

  /// Everything that is measured of a model between two steps.
  func values(of model: TrainingModel) throws -> [(name: String, value: Double)] {
    var values: [(name: String, value: Double)] = []
    if !heldOut.isEmpty {
      let measures = HeldOutMeasures(
        examples: heldOut, loss: recipe.loss.loss, task: recipe.task, similarity: recipe.loss.similarity,
        batchSize: recipe.batchSize, tokensPerGroup: recipe.tokensPerGroup)
      values += try withFork(threads: work.threads) { try measures.values(model, work: work, fork: $0) }
    }
    if let evaluation { values += try self.values(of: model, on: evaluation) }
    return values
  }

  /// The measures of a model on a query set.
  func values(of model: TrainingModel, on set: MeasuredSet) throws -> [(name: String, value: Double)] {
    if let cross = model.crossEncoder() { return try set.values(cross, work: work) }
    if let encoder = model.textEncoder() { return try set.values(encoder, work: work) }
    return []
  }

  /// The measures of the finished model on the test sets: of the weights as they are stored, which in half precision are others than
  /// those in memory.
  func testValues(of model: TrainingModel) throws -> [[(name: String, value: Double)]] {
    guard recipe.output.isHalf, !tests.isEmpty else { return try tests.map { try values(of: model, on: $0) } }
    switch recipe.task {
    case .crossEncoder:
      let stored = try CrossEncoder(folder: folder.path)
      return try tests.map { try $0.values(stored, work: work) }
    case .biEncoder:
      let stored = try TextEncoder(folder: folder.path)
      return try tests.map { try $0.values(stored, work: work) }
    }
  }
}

extension EvaluationSection.Interval {
  /// In steps.
  func steps(anEpoch: Int) -> Int {
    switch self {
    case .epoch: anEpoch
    case .steps(let count): count
    }
  }
}

extension LossSection {
  /// What triplets are counted by: the loss's own distance.
  var similarity: Similarity {
    settings.values.contains { $0.value == .text("euclidean") } ? .negativeEuclidean : .cosine
  }
}
