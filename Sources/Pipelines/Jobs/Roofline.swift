internal import Transformers

/// A table of what each operation of a model takes, against the measured peak of matrix products.
struct Roofline {
  let costs: OperationCosts
  /// GFLOP/s a core.
  let peak: Double

  var lines: [String] {
    let header = row(["operation", "GFLOP", "core seconds", "of all", "GFLOP/s a core", "of the peak"])
    return [header] + Operation.allCases.map { row($0.rawValue, costs[$0]) } + [row("all", costs.total)]
  }

  private func row(_ name: String, _ cost: OperationCosts.Cost) -> String {
    let rate = cost.flops * 1e-9 / max(cost.seconds, 1e-9)
    let share = Self.percent(cost.seconds / max(costs.total.seconds, 1e-9))
    let seconds = "\((cost.seconds * 1000).rounded() / 1000)"
    guard cost.flops > 0 else { return row([name, "", seconds, share, "", ""]) }
    return row([name, Timing.rounded(cost.flops * 1e-9), seconds, share, Timing.rounded(rate), Self.percent(rate / peak)])
  }

  private func row(_ cells: [String]) -> String {
    let name = cells[0] + String(repeating: " ", count: max(0, 18 - cells[0].count))
    return "  " + name + cells.dropFirst().map { String(repeating: " ", count: max(1, 16 - $0.count)) + $0 }.joined()
  }

  static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}
