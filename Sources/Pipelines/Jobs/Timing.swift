internal import Parallelism

/// Medians of repeated runs, and figures for people.
enum Timing {
  /// Median seconds of `count` runs.
  static func median(of count: Int, _ body: () throws -> Void) rethrows -> Double {
    median(
      try (0..<max(1, count)).map { _ in
        let start = Progress.now()
        try body()
        return Progress.now() - start
      })
  }

  /// The median of some positive numbers, at least one.
  static func median(_ values: [Double]) -> Double { max(values.sorted()[values.count / 2], 1e-9) }

  /// Whole from 100 on, one decimal below.
  static func rounded(_ value: Double) -> String { value >= 100 ? "\(Int(value))" : "\((value * 10).rounded() / 10)" }
}
