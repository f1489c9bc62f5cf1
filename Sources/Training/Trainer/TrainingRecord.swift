public import Bytes

/// A line of training.jsonl.
public enum TrainingRecord: Sendable {
  /// The steps since the last such line.
  case steps(StepsRecord)
  /// An evaluation after a step; `isBest` when its measure is the best so far.
  case evaluation(step: Int, epoch: Double, values: [(name: String, value: Double)], seconds: Double, isBest: Bool)

  /// The step that it is about: the last of several.
  public var step: Int {
    switch self {
    case .steps(let record): record.step
    case .evaluation(let step, _, _, _, _): step
    }
  }

  /// The line as JSON: `type` is `steps` or `evaluation`. Keys stand in a fixed order.
  public var json: JSONValue {
    switch self {
    case .steps(let record): record.json
    case .evaluation(let step, let epoch, let values, let seconds, let isBest):
      [
        "type": "evaluation", "step": JSONValue(step), "epoch": JSONValue(epoch),
        "values": .object(values.map { (key: ByteString($0.name), value: JSONValue($0.value)) }), "best": .bool(isBest),
        "seconds": JSONValue(seconds),
      ]
    }
  }
}

/// What some successive optimizer steps were like.
public struct StepsRecord: Sendable, Equatable {
  /// The last step, from 1.
  public var step: Int
  /// Epochs so far: a fraction where the number of examples is known, else the number of the one that is being read.
  public var epoch: Double
  /// The mean loss.
  public var loss: Double
  /// The last step's learning rate.
  public var learningRate: Double
  /// The last step's gradient norm, before clipping.
  public var gradientNorm: Double
  /// Query-passage pairs trained on, a second of the steps alone.
  public var pairsPerSecond: Double
  /// Tokens since the training began.
  public var tokens: Int
  /// Seconds since the training began, pauses between a checkpoint and its resumption left out, evaluations not.
  public var seconds: Double
  /// Bytes of anonymous memory now, where the system tells.
  public var memory: Int?
  /// Processor seconds of the steps, divided by their wall-clock seconds and the threads.
  public var processorUse: Double

  var json: JSONValue {
    [
      "type": "steps", "step": JSONValue(step), "epoch": JSONValue(epoch), "loss": JSONValue(loss),
      "learning_rate": JSONValue(learningRate), "gradient_norm": JSONValue(gradientNorm),
      "pairs_per_second": JSONValue(pairsPerSecond), "tokens": JSONValue(tokens), "seconds": JSONValue(seconds),
      "memory": memory.map { JSONValue($0) } ?? nil, "cpu_utilisation": JSONValue(processorUse),
    ]
  }
}
