extension TrainerSettings {
  /// Throws for what no training can be done with.
  func check() throws(TrainingError) {
    let least: [(String, Int?, Int)] = [
      ("batch_size", batchSize, 1), ("accumulation", accumulation, 1), ("steps", steps, 0), ("epochs", epochs, 0),
      ("tokens_per_group", tokensPerGroup, 1), ("log_every", logEvery, 1), ("evaluate_every", evaluateEvery, 1),
      ("save_every", saveEvery, 1), ("threads", threads, 1),
    ]
    for (name, value, least) in least where value.map({ $0 < least }) ?? false {
      throw .setting(name: name, reason: "must be at least \(least)")
    }
    guard steps != nil || epochs != nil else { throw .setting(name: "steps", reason: "or epochs must be given") }
    guard learningRate.isFinite, learningRate >= 0 else {
      throw .setting(name: "learning_rate", reason: "must be a number from 0 upward")
    }
    guard clip.map({ $0 > 0 && $0.isFinite }) ?? true else { throw .setting(name: "clip", reason: "must be a number above 0") }
  }
}
