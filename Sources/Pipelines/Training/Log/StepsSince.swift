internal import Bytes
internal import Training

/// The steps of this process since the last line of the log: how many, their pairs and their seconds.
final class StepsSince {
  private var steps = 0
  private var pairs = 0
  private var seconds = 0.0

  func add(_ report: StepReport) {
    steps += 1
    pairs += report.pairs
    seconds += report.seconds
  }

  /// Members of a line, after which counting begins anew.
  func taken() -> [(key: ByteString, value: JSONValue)] {
    defer { (steps, pairs, seconds) = (0, 0, 0) }
    return [
      (key: "steps", value: JSONValue(steps)), (key: "pairs", value: JSONValue(pairs)),
      (key: "step_seconds", value: JSONValue(seconds)),
    ]
  }
}
