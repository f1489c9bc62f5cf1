/// How a training goes on, beside model, loss, optimizer, schedule and data.
public struct TrainerSettings: Sendable {
  /// What is trained.
  public var stage: TrainedStage
  /// Examples of a batch: those that see each other in a loss over batches.
  public var batchSize = 32
  /// Batches of an optimizer step. An epoch's last step may have fewer, and its last batch fewer examples.
  public var accumulation = 1
  /// Optimizer steps in all; nil for as many as the epochs give.
  public var steps: Int?
  /// Times that the data is read; nil for as often as the steps ask for. One of the two must be given; the first to be reached ends.
  public var epochs: Int?
  /// The peak learning rate, which the schedule's factors multiply.
  public var learningRate = 2e-5
  /// The greatest norm of all gradients together: larger ones are scaled down to it, as torch's `clip_grad_norm_` does; nil for none.
  public var clip: Double? = 1
  /// Tokens of a group of sequences that are computed together: memory grows with it, results do not depend on it but for rounding.
  public var tokensPerGroup = 2_048
  /// What dropout is drawn from.
  public var seed: UInt64 = 42
  /// False computes without dropout, whatever the model's rates.
  public var hasDropout = true
  /// Threads; results do not depend on it.
  public var threads = 1
  /// Steps between two lines of the log.
  public var logEvery = 10
  /// Steps between two evaluations; nil for one at the end. There is always one at the end.
  public var evaluateEvery: Int?
  /// Steps between two checkpoints; nil for one at the end. There is always one at the end, and one when training is interrupted.
  public var saveEvery: Int?
  /// The measure of the evaluations that decides the best checkpoint; nil keeps none.
  public var best: BestMeasure?
  /// The folder of checkpoints, which is made when it is not there.
  public var checkpoints: String
  /// What a checkpoint must have been made by to be resumed from: a digest of the recipe and of what it reads.
  public var recipeDigest = ""
  /// Examples of an epoch, where they are known: the log then tells fractions of epochs.
  public var examplesAnEpoch: Int?

  /// Settings; batch size 32, clipping at 1, no accumulation unless told otherwise.
  public init(stage: TrainedStage, checkpoints: String) {
    self.stage = stage
    self.checkpoints = checkpoints
  }

  /// Optimizer steps of an epoch of so many examples.
  public func stepsAnEpoch(examples: Int) -> Int {
    let step = max(1, batchSize) * max(1, accumulation)
    return examples / step + (examples % step == 0 ? 0 : 1)
  }
}

/// The measure that tells which checkpoint is the best.
public struct BestMeasure: Sendable, Equatable {
  /// Its name among an evaluation's values.
  public var name: String
  /// False where less is better, as of a loss.
  public var isGreaterBetter: Bool

  /// A measure.
  public init(name: String, isGreaterBetter: Bool = true) {
    self.name = name
    self.isGreaterBetter = isGreaterBetter
  }

  /// True when `value` is better than what was the best; a NaN never is.
  func isBetter(_ value: Double, than best: Double?) -> Bool {
    guard let best else { return !value.isNaN }
    return isGreaterBetter ? value > best : value < best
  }
}
