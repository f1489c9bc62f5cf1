internal import Bytes
internal import Foundation

/// A comparison as a table for people.
public enum ComparisonTable {
  /// A line on what was compared, then a row for each measure and run; `*` marks corrected p-values below 0.05.
  public static func render(_ comparison: Comparison) -> String {
    var table = TextTable(header: ["measure", "run", "baseline", "mean", "difference", "p", "corrected p", "better/worse/equal"])
    for row in comparison.rows {
      table.append([
        row.measure.name, row.run, FixedDecimal.text(row.baselineMean, decimals: 4), FixedDecimal.text(row.runMean, decimals: 4),
        (row.difference < 0 ? "" : "+") + FixedDecimal.text(row.difference, decimals: 4), p(row.p),
        p(row.correctedP) + (row.correctedP < 0.05 ? "*" : " "), "\(row.wins)/\(row.losses)/\(row.ties)",
      ])
    }
    var head = "baseline \(comparison.baseline), \(comparison.topics.count) topics, \(comparison.test.name)"
    if comparison.correction != .none { head += ", \(comparison.correction.rawValue) correction over runs" }
    if comparison.leftOut > 0 { head += "; \(comparison.leftOut) topic(s) that not all runs have are left out" }
    return head + "\n" + table.text
  }

  /// Four decimals, or powers of ten below them.
  private static func p(_ value: Double) -> String {
    value >= 0.0001 || value == 0 ? FixedDecimal.text(value, decimals: 4) : String(format: "%.1e", value)
  }
}
