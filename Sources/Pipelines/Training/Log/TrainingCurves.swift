internal import Bytes
internal import Plots

/// The log of a training as pictures: `curves.svg` with loss and measures, `report.html` with all there is.
struct TrainingCurves {
  private let steps: [JSONValue]
  private let evaluations: [JSONValue]

  init(log: String) throws {
    let lines = try TrainingLog.lines(of: log)
    steps = lines.filter { $0["type"]?.string == "steps" }
    evaluations = lines.filter { $0["type"]?.string == "evaluation" }
  }

  /// Loss on what is trained on and on what is held out.
  var loss: LineChart {
    let held = points(evaluations, { $0["values"]?["loss"]?.double })
    let trained = LineChart.Series(name: "training", points: points(steps) { $0["loss"]?.double })
    let series = held.isEmpty ? [trained] : [trained, LineChart.Series(name: "held out", points: held)]
    return LineChart(title: "Loss", xLabel: "step", yLabel: "loss", series: series)
  }

  /// The measures of the evaluations; nil when there are none.
  var measures: LineChart? {
    var names: [String] = []
    for member in evaluations.flatMap({ $0["values"]?.object ?? [] })
    where member.key != "loss" && !names.contains(member.key.text) {
      names.append(member.key.text)
    }
    if names.isEmpty { return nil }
    let series = names.map { name in
      LineChart.Series(name: name, points: points(evaluations) { $0["values"]?[ByteString(name)]?.double })
    }
    return LineChart(title: "Evaluation", xLabel: "step", yLabel: "measure", hasMarks: evaluations.count <= 50, series: series)
  }

  /// Rate, gradient norm, speed and memory.
  var others: [LineChart] {
    [
      chart("Learning rate", "learning rate") { $0["learning_rate"]?.double },
      chart("Gradient norm, before clipping", "norm") { $0["gradient_norm"]?.double },
      chart("Throughput", "pairs/s") { $0["pairs_per_second"]?.double },
      chart("Memory", "MiB") { $0["memory"]?.double.map { $0 / 1_048_576 } },
    ]
  }

  /// One picture to look at.
  var svg: String { (measures.map { [loss, $0] } ?? [loss]).stacked }

  /// A page with everything.
  func page(title: String, results: [TrainingTable], recipe: String) -> String {
    let tables = results.map { Page.Part.table(Page.Table(caption: $0.title, header: $0.header, rows: $0.rows)) }
    let charts: [any Chart] = [loss] + (measures.map { [$0] } ?? []) + others
    return Page(title: title, parts: tables + [.charts(charts), .heading("Recipe"), .verbatim(recipe)]).html
  }

  private func chart(_ title: String, _ label: String, _ value: (JSONValue) -> Double?) -> LineChart {
    LineChart(title: title, xLabel: "step", yLabel: label, series: [LineChart.Series(name: label, points: points(steps, value))])
  }

  private func points(_ lines: [JSONValue], _ value: (JSONValue) -> Double?) -> [(x: Double, y: Double)] {
    lines.compactMap { line in
      guard let step = line["step"]?.double, let y = value(line) else { return nil }
      return (x: step, y: y)
    }
  }
}

extension [LineChart] {
  /// The charts below one another in one picture.
  fileprivate var stacked: String {
    let height = reduce(0) { $0 + $1.height }, width = self.map(\.width).max() ?? 0
    var text =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\">\n"
    var top = 0
    for chart in self {
      text += "<g transform=\"translate(0 \(top))\">\(chart.svg)</g>\n"
      top += chart.height
    }
    return text + "</svg>\n"
  }
}
