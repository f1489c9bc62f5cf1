internal import Bytes

/// Where a training stands: all that a resumed one needs beside weights and the optimizer's state. Dropout and the order of the data
/// are functions of the seed and of places in it.
struct TrainingState: Equatable {
  /// Optimizer steps made.
  var step = 0
  /// The example that comes next.
  var position = DataPosition()
  /// Since the beginning.
  var tokens = 0
  var seconds = 0.0
  /// Steps that no line of the log has told of.
  var untold = StepsUntold()
  /// The last step after which the model was evaluated; -1 for none.
  var evaluatedStep = -1
  /// The best evaluation so far.
  var best: BestSoFar?
  /// Steps that the optimizer counts.
  var optimizerSteps = 0

  /// What a line of the log will tell.
  struct StepsUntold: Equatable {
    var steps = 0
    var lossSum = 0.0
    var pairs = 0
    var seconds = 0.0
    var processorSeconds = 0.0
    /// The last step's.
    var learningRate = 0.0
    var gradientNorm = 0.0
  }

  /// A step and its value of the deciding measure.
  struct BestSoFar: Equatable {
    var step: Int
    var value: Double
  }
}

extension TrainingState {
  /// The layout of state.json.
  private static let format = 1

  func json(seed: UInt64, recipe: String) -> JSONValue {
    [
      "format": JSONValue(Self.format), "step": JSONValue(step), "epoch": JSONValue(position.epoch),
      "examples": JSONValue(position.examples), "tokens": JSONValue(tokens), "seconds": JSONValue(seconds),
      "untold": untold.json, "evaluated": JSONValue(evaluatedStep),
      "best": best.map { ["step": JSONValue($0.step), "value": JSONValue($0.value)] } ?? nil,
      "optimizer_steps": JSONValue(optimizerSteps), "seed": JSONValue("\(seed)"), "recipe": JSONValue(recipe),
    ]
  }

  /// Nil when the JSON is not a state of this layout.
  init?(_ json: JSONValue) {
    guard json["format"]?.int == Self.format, let step = json["step"]?.int, let epoch = json["epoch"]?.int,
      let examples = json["examples"]?.int, let tokens = json["tokens"]?.int, let seconds = json["seconds"]?.double,
      let evaluated = json["evaluated"]?.int, let untold = json["untold"].flatMap(StepsUntold.init),
      let optimizerSteps = json["optimizer_steps"]?.int,
      step >= 0, epoch >= 0, examples >= 0
    else { return nil }
    self.step = step
    position = DataPosition(epoch: epoch, examples: examples)
    self.tokens = tokens
    self.seconds = seconds
    self.untold = untold
    evaluatedStep = evaluated
    self.optimizerSteps = optimizerSteps
    if let best = json["best"], let step = best["step"]?.int, let value = best["value"]?.double {
      self.best = BestSoFar(step: step, value: value)
    }
  }
}

extension TrainingState.StepsUntold {
  fileprivate var json: JSONValue {
    [
      "steps": JSONValue(steps), "loss": JSONValue(lossSum), "pairs": JSONValue(pairs), "seconds": JSONValue(seconds),
      "processor_seconds": JSONValue(processorSeconds), "learning_rate": JSONValue(learningRate),
      "gradient_norm": JSONValue(gradientNorm),
    ]
  }

  fileprivate init?(_ json: JSONValue) {
    guard let steps = json["steps"]?.int, let loss = json["loss"]?.double, let pairs = json["pairs"]?.int,
      let seconds = json["seconds"]?.double, let processor = json["processor_seconds"]?.double,
      let rate = json["learning_rate"]?.double, let norm = json["gradient_norm"]?.double
    else { return nil }
    self.init(
      steps: steps, lossSum: loss, pairs: pairs, seconds: seconds, processorSeconds: processor, learningRate: rate,
      gradientNorm: norm)
  }
}
