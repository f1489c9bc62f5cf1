internal import Bytes
internal import Foundation
internal import Geometry
internal import Plots

/// All models' measures and pictures, as a table, JSON, charts and a page.
struct GeometryReport {
  let models: [AnalyzedModel]
  let sample: PairSample
  let settings: [(name: String, value: String)]

  /// A column: its name, what it means, and a model's value.
  private struct Column: Sendable {
    let name: String
    let meaning: String
    let decimals: Int
    let value: @Sendable (AnalyzedModel) -> Double

    init(_ name: String, _ meaning: String, _ decimals: Int = 4, _ value: @escaping @Sendable (AnalyzedModel) -> Double) {
      self.name = name
      self.meaning = meaning
      self.decimals = decimals
      self.value = value
    }
  }

  private static let columns = [
    Column("dim", "floats of a vector", 0) { Double($0.dimension) },
    Column("align", "alignment: mean squared distance of a query and its passage; lower is better") { $0.geometry.alignment },
    Column("uniform", "uniformity of all vectors: log of the mean of exp(-2 d^2) over pairs; lower is more even") {
      $0.geometry.uniformity
    },
    Column("u-queries", "uniformity of queries") { $0.geometry.queryUniformity },
    Column("u-passages", "uniformity of passages") { $0.geometry.passageUniformity },
    Column("cosine", "mean cosine of all pairs of different vectors") { $0.geometry.cosines.exact },
    Column("partition", "isotropy: min / max of the partition function over principal directions; 1 is isotropic") {
      $0.geometry.partition
    },
    Column("isoscore", "isotropy of the variances; 1 is isotropic") { $0.geometry.spectrum.isoScore },
    Column("eff.rank", "e to the entropy of the shares of variance", 1) { $0.geometry.spectrum.effectiveRank },
    Column("PC1", "share of variance of the first principal component") { $0.geometry.spectrum.share(ofFirst: 1) },
    Column("PC1-10", "share of variance of the first ten") { $0.geometry.spectrum.share(ofFirst: 10) },
    Column("twoNN", "intrinsic dimension of the passages by the ratio of the two nearest distances", 2) {
      $0.geometry.passageDimension.twoNN
    },
    Column("MLE", "intrinsic dimension of the passages by maximum likelihood over 20 neighbours", 2) {
      $0.geometry.passageDimension.maximumLikelihood
    },
  ]

  private var cells: TrainingTable {
    let methods = models.first?.pictures.map(\.method) ?? []
    var table = TrainingTable(
      title: "\(sample.pairs.count) queries, each with a positive passage",
      header: ["model"] + Self.columns.map(\.name) + methods.map { "trust.\($0)" })
    for model in models {
      table.rows.append(
        [model.name] + Self.columns.map { String(format: "%.\($0.decimals)f", $0.value(model)) }
          + model.pictures.map { String(format: "%.4f", $0.trustworthiness) })
    }
    return table
  }

  /// For the terminal.
  var table: String { cells.render(TrainingTable.plain) }

  /// Every number.
  func json(recipe: Recipe) -> JSONValue {
    [
      "pairs": JSONValue(sample.pairs.count), "recipe": .string(ByteString(recipe.digest)),
      "models": .array(models.map { $0.json }),
    ]
  }

  /// Places of all texts on all pictures.
  var points: String {
    var text = "model\tpicture\tkind\tid\tx\ty\n"
    for model in models {
      for picture in model.pictures {
        let kinds = [
          ("query", sample.pairs.map(\.query.id), picture.queries), ("passage", sample.pairs.map(\.passage), picture.passages),
        ]
        for (kind, ids, places) in kinds {
          for (id, place) in zip(ids, places) {
            text += "\(model.name)\t\(picture.method)\t\(kind)\t\(id)\t\(place.x)\t\(place.y)\n"
          }
        }
      }
    }
    return text
  }

  /// Charts by the names of their files.
  var charts: [(file: String, chart: any Chart)] {
    let methods = models.first?.pictures.map(\.method) ?? []
    return methods.map { (file: "\($0.lowercased()).svg", chart: scatter($0)) } + [(file: "spectrum.svg", chart: spectrum)]
  }

  private func scatter(_ method: String) -> ScatterChart {
    let panels = models.flatMap { model in
      model.pictures.filter { $0.method == method }.map { picture in
        ScatterChart.Panel(
          title: model.name,
          groups: [
            .init(name: "queries", points: picture.queries.map { (x: $0.x, y: $0.y) }),
            .init(name: "passages", points: picture.passages.map { (x: $0.x, y: $0.y) }),
          ])
      }
    }
    return ScatterChart(title: "\(method) of queries and their passages", panels: panels)
  }

  private var spectrum: LineChart {
    let series = models.map { model in
      LineChart.Series(
        name: model.name,
        points: (1...model.dimension).map { (x: Double($0), y: model.geometry.spectrum.share(ofFirst: $0)) })
    }
    return LineChart(
      title: "Share of variance of the first components", xLabel: "components", yLabel: "share of all variance", series: series)
  }

  /// Everything on one page.
  var page: Page {
    let cells = cells
    var parts: [Page.Part] = [
      .text(
        "Normalised vectors in all measures; pictures are of the vectors as the models give them. Trust: trustworthiness over 15 neighbours."
      ),
      .table(.init(caption: cells.title, header: cells.header, rows: cells.rows)),
    ]
    parts += charts.map { .chart($0.chart) }
    parts.append(.heading("What the columns mean"))
    parts.append(.table(.init(header: ["column", "meaning"], rows: Self.columns.map { [$0.name, $0.meaning] })))
    parts.append(.heading("Settings"))
    parts.append(.table(.init(header: ["setting", "value"], rows: settings.map { [$0.name, $0.value] })))
    return Page(title: "Embedding geometry", parts: parts)
  }
}
