internal import Foundation

/// The final table of a pipeline: one row a system.
struct ResultTable: Equatable, Sendable {
  /// One system: its values, or why it has none.
  struct Row: Equatable, Sendable {
    var system: String
    /// Mean of each measure, in the table's order; empty when skipped.
    var values: [Double]
    /// Wall-clock milliseconds a query, all stages of the system together.
    var milliseconds: Double?
    /// Why the system did not run.
    var skipped: String?
    /// Weights that were tuned for it.
    var weights: RowWeights?
  }

  /// The set of queries; empty where there is only one.
  var set = ""
  var measures: [String]
  var rows: [Row]

  /// Cells as text: a header row, then one row a system. A skipped system shows no number.
  private var cells: [[String]] {
    let header = ["System"] + measures + ["ms/query"]
    return [header]
      + rows.map { row in
        if row.skipped != nil { return [row.system] + measures.map { _ in "-" } + ["skipped"] }
        let mark = row.weights?.set == set && row.weights != nil ? " *" : ""
        return [row.system + mark] + row.values.map(ResultTable.number) + [row.milliseconds.map(ResultTable.time) ?? "-"]
      }
  }

  /// Four decimals without a leading zero's loss: 0.6373.
  static func number(_ value: Double) -> String { String(format: "%.4f", value) }

  private static func time(_ value: Double) -> String { String(format: value < 10 ? "%.2f" : "%.1f", value) }

  /// Aligned columns for a terminal, with tuned weights and the reasons of skipped systems below.
  var text: String {
    let cells = cells
    let widths = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    var lines = cells.map { row in
      row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + padding : padding + cell
      }.joined(separator: "  ")
    }
    lines.insert(String(repeating: "-", count: lines[0].count), at: 1)
    return (lines + remarks).joined(separator: "\n") + "\n"
  }

  /// A Markdown table, with tuned weights and the reasons of skipped systems below.
  var markdown: String {
    var lines = cells.map { "| " + $0.map { $0.replacingOccurrences(of: "|", with: "\\|") }.joined(separator: " | ") + " |" }
    lines.insert("|---" + String(repeating: "|---:", count: measures.count + 1) + "|", at: 1)
    if !remarks.isEmpty { lines.append("") }
    return (lines + remarks.map { "- \($0)" }).joined(separator: "\n") + "\n"
  }

  private var remarks: [String] {
    rows.compactMap { row in
      if let reason = row.skipped { return "skipped \(row.system): \(reason)" }
      guard let weights = row.weights else { return nil }
      return weights.set == set
        ? "* \(row.system) was tuned on these queries: \(weights.text)" : "\(row.system): \(weights.text)"
    }
  }
}
