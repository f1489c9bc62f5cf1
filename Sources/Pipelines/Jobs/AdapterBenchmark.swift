internal import Parallelism
internal import Tensors
internal import Transformers

/// Speed of a LoRA adapter's model with its changes merged into the weights as it is loaded, and with them beside the weights,
/// y = W x + s B (A x), as they are while they are trained: the same batches in turn, one size.
struct AdapterBenchmark {
  typealias Pairs = [(query: [UInt8], passage: [UInt8])]

  /// Pairs, or texts, of a call.
  static let batch = 64

  /// What the report calls the adapter.
  let name: String
  let folder: String
  let batches: [Pairs]
  let threads: Int
  /// Runs of which the median is given.
  let repeats: Int
  let instructionSet: InstructionSet

  /// Takes about so many of the pairs, in whole batches; they begin anew where there are too few.
  init(
    _ name: String, folder: String, pairs: Pairs, items: Int, threads: Int, repeats: Int, instructionSet: InstructionSet
  ) {
    self.name = name
    self.folder = folder
    batches = (0..<max(1, items / Self.batch)).map { number in
      (0..<Self.batch).map { pairs[(number * Self.batch + $0) % pairs.count] }
    }
    self.threads = threads
    self.repeats = repeats
    self.instructionSet = instructionSet
  }

  /// A line for each way of computing, and the largest difference of what they give.
  func report() throws -> [String] {
    let training = try TrainingModel.unmerged(adapter: folder, instructionSet: instructionSet)
    if let unmerged = training.crossEncoder() {
      let merged = try CrossEncoder(folder: folder, instructionSet: instructionSet)
      return try compare("pairs", "scores") {
        try merged.score($0, threads: threads)
      } unmerged: {
        try unmerged.score($0, threads: threads)
      }
    }
    guard let unmerged = training.textEncoder() else { return [] }
    let merged = try TextEncoder(folder: folder, instructionSet: instructionSet)
    return try compare("texts", "numbers of the vectors") {
      try merged.encode($0.map(\.passage), threads: threads)
    } unmerged: {
      try unmerged.encode($0.map(\.passage), threads: threads)
    }
  }

  private func compare(
    _ unit: String, _ outputs: String, _ merged: (Pairs) throws -> [Float], unmerged: (Pairs) throws -> [Float]
  ) throws -> [String] {
    // The first run of each warms it up.
    let found = (merged: try batches.flatMap(merged), unmerged: try batches.flatMap(unmerged))
    let difference = zip(found.merged, found.unmerged).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
    var seconds: (merged: [Double], unmerged: [Double]) = ([], [])
    // By turns: both see the same minute of the machine.
    for _ in 0..<max(1, repeats) {
      seconds.merged.append(try Timing.median(of: 1) { for batch in batches { _ = try merged(batch) } })
      seconds.unmerged.append(try Timing.median(of: 1) { for batch in batches { _ = try unmerged(batch) } })
    }
    let items = Double(batches.count * Self.batch)
    let rates = (merged: items / Timing.median(seconds.merged), unmerged: items / Timing.median(seconds.unmerged))
    let share = Roofline.percent(rates.unmerged / rates.merged)
    return [
      "LoRA adapter \(name), batches of \(Self.batch) \(unit), \(threads) threads",
      "  merged as it is loaded   \(Timing.rounded(rates.merged)) \(unit)/s",
      "  unmerged, W x + s B (A x)   \(Timing.rounded(rates.unmerged)) \(unit)/s, \(share) of merged",
      "  largest difference of the \(outputs) \(TrainingProgress.short(Double(difference)))",
    ]
  }
}
