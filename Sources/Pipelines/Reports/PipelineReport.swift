internal import Ranking

/// Everything a pipeline run has to say.
struct PipelineReport {
  var configuration: PipelineConfiguration
  var tables: [SetTable]
  /// Names of run files with their runs.
  var runs: [(file: String, run: Run)]
  var outcomes: [ExpectationOutcome]
  var statistics: [(name: String, value: Double)]
  var recipe: Recipe

  /// Expected values that were not met, one line each.
  var missed: [String] { outcomes.filter { $0.verdict == .missed }.map(\.text) }

  /// The report as Markdown.
  var markdown: String {
    var text = "# \(configuration.name)\n\n" + tables.map { "\($0.markdown)\n" }.joined()
    text += "Milliseconds are wall-clock time divided by the number of queries, all stages of a system together.\n"
    if !outcomes.isEmpty { text += "\n## Expected values\n\n" + outcomes.map { "- \($0.text)\n" }.joined() }
    text += "\n## Index\n\n" + statistics.map { "- \($0.name): \(Int($0.value))\n" }.joined()
    text += "\n## Recipe\n\nThe results depend on these and nothing else.\n\n| | |\n|---|---|\n"
    text += recipe.fields.map { "| \($0.name) | \($0.value) |\n" }.joined()
    return text
  }
}

extension ResultTable {
  /// A system's value of a measure by its name in the table; nil when skipped. Unknown measures are refused before anything runs.
  func value(of measure: String, system: String) -> Double? {
    guard let row = rows.first(where: { $0.system == system }), row.skipped == nil,
      let column = measures.firstIndex(of: measure)
    else { return nil }
    return row.values[column]
  }
}
