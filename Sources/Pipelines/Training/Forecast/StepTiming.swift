internal import Corpora
internal import Parallelism
internal import Tensors
internal import Training
internal import Transformers

/// Times a few groups of sequences forward and backward. No weight changes: the gradients are thrown away.
struct StepTiming {
  /// Seconds a token, forward and backward.
  let secondsPerToken: Double
  /// Seconds that a step takes beside that: packing measured, the optimizer taken for as much again twice.
  let secondsPerStep: Double
  /// It ends after so many seconds.
  private static let limit = 6.0
  private static let groups = 4

  init(_ model: TrainingModel, _ inputs: [TrainingInput], tokensPerGroup: Int, fork: Fork) {
    var seconds = 0.0, tokens = 0
    for (number, group) in StepTiming.groups(inputs, tokensPerGroup).prefix(Self.groups + 1).enumerated()
    where seconds < Self.limit {
      let start = Progress.now()
      let outputs = model.forward(group, dropout: DropoutKey(seed: 0, step: 0), keepsCaches: true, fork: fork)
      model.backward(outputs.map { _ in 1e-3 }, fork: fork)
      // The first one warms caches and allocates.
      if number == 0, inputs.count > group.count { continue }
      seconds += Progress.now() - start
      tokens += group.reduce(0) { $0 + $1.tokenCount }
    }
    model.clearGradients()
    let start = Progress.now()
    model.parametersChanged(fork: fork)
    secondsPerStep = 3 * (Progress.now() - start)
    secondsPerToken = tokens == 0 ? 0 : seconds / Double(tokens)
  }

  static func groups(_ inputs: [TrainingInput], _ limit: Int) -> [[TrainingInput]] {
    var groups: [[TrainingInput]] = [[]]
    var tokens = 0
    for input in inputs {
      if tokens + input.tokenCount > limit, tokens > 0 {
        groups.append([])
        tokens = 0
      }
      groups[groups.count - 1].append(input)
      tokens += input.tokenCount
    }
    return groups
  }
}

/// Runs `body` with the threads of a team that lives as long.
func withFork<Value>(threads: Int, _ body: (Fork) throws -> Value) rethrows -> Value {
  try ThreadTeam.with(threads: threads) { team in
    try body(team.size == 1 ? .serial : Fork(width: team.size) { team.run(parts: $0, $1) })
  }
}
