internal import Parallelism
internal import Tensors
internal import Transformers

/// Speed of one model: throughput, latency of a single input, load time, memory, and where the time goes.
struct ModelBenchmark {
  let title: String
  /// What is counted.
  let unit: String
  /// What one of the smallest inputs is called.
  let single: String
  let items: Int
  let threads: Int
  let repeats: Int
  /// Seconds that loading the model took.
  let loading: Double
  let instructionSet: InstructionSet
  /// Computes all items on some threads.
  let run: (_ threads: Int, OperationAccount?) throws -> Void
  /// Computes one input on some threads.
  let runSingle: (_ threads: Int) throws -> Void

  /// Runs of which a latency is the median.
  private static let singles = 100

  func report() throws -> [String] {
    try run(threads, nil)
    var peaks: [Double] = [], seconds: [Double] = []
    // By turns: both see the same minute of the machine.
    for _ in 0..<max(1, repeats) {
      peaks.append(try Self.peak(threads: threads, on: instructionSet))
      seconds.append(try Timing.median(of: 1) { try run(threads, nil) })
    }
    let account = OperationAccount()
    try run(threads, account)
    let peak = Timing.median(peaks), median = Timing.median(seconds)
    let share = account.costs.total.flops / (median * Double(threads) * peak * 1e9)
    return [
      "\(title), \(threads) threads: \(Timing.rounded(Double(items) / median)) \(unit)/s, \(Roofline.percent(share)) of the fp32 product peak",
      try latencies(),
    ] + Roofline(costs: account.costs, peak: peak).lines
  }

  private func latencies() throws -> String {
    let several = threads == 1 ? "" : ", \(try latency(threads)) with \(threads) threads"
    let memory = ProcessMemory.peak().map { "; peak memory \(MemoryBudget.text($0))" } ?? ""
    return "  loaded in \(milliseconds(loading)); one \(single) in \(try latency(1))\(several)\(memory)"
  }

  private func latency(_ threads: Int) throws -> String {
    try milliseconds(Timing.median(of: Self.singles) { try runSingle(threads) })
  }

  private func milliseconds(_ seconds: Double) -> String { "\((seconds * 1e5).rounded() / 100) ms" }

  /// GFLOP/s a core while as many cores multiply as the model's runs use.
  static func peak(threads: Int, on path: InstructionSet) throws -> Double {
    let rates = try mapBlocks(count: threads, threads: threads) { _ in measureGEMM(engine: .own(path), seconds: 0.1) }
    return rates.reduce(0, +) / Double(threads)
  }
}
