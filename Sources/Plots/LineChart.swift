/// Values over a number, such as losses over steps: one line a series.
public struct LineChart: Chart {
  /// One line.
  public struct Series: Sendable {
    /// What the legend calls it.
    public var name: String
    /// Points in the order of the line. Where x or y is not finite (or y not positive on a logarithmic axis) the line is broken.
    public var points: [(x: Double, y: Double)]

    /// A line.
    public init(name: String, points: [(x: Double, y: Double)]) {
      self.name = name
      self.points = points
    }
  }

  /// What stands above it.
  public var title: String
  /// Pixels across.
  public var width = 640
  /// Pixels down.
  public var height = 360
  /// What stands below the x axis.
  public var xLabel: String
  /// What stands beside the y axis.
  public var yLabel: String
  /// A y axis by powers of ten.
  public var isLogarithmic: Bool
  /// Marks every point: for series of few.
  public var hasMarks: Bool
  /// The lines.
  public var series: [Series]

  /// A chart.
  public init(
    title: String, xLabel: String, yLabel: String, isLogarithmic: Bool = false, hasMarks: Bool = false, series: [Series]
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.isLogarithmic = isLogarithmic
    self.hasMarks = hasMarks
    self.series = series
  }

  /// What is drawn.
  public var body: String {
    let legend = Legend(names: series.map(\.name), width: Double(width) - 90)
    let frame = Frame(left: 66, top: 30 + legend.height, right: Double(width) - 16, bottom: Double(height) - 44)
    let x = Scale(series.lazy.flatMap { $0.points.map(\.x) }, room: 0, from: frame.left, to: frame.right)
    let y = Scale(
      series.lazy.flatMap { $0.points.map(\.y) }, isLogarithmic: isLogarithmic, from: frame.bottom, to: frame.top)
    var out = frame.verticalAxis(y, label: yLabel) + frame.horizontalAxis(x, label: xLabel)
    out += legend.drawn(x: 70, y: 36) { number, x, y in
      "<path stroke=\"\(Palette.colour(number))\" stroke-width=\"2\"\(Palette.dashes(number)) d=\"M\(Markup.pixel(x)) \(Markup.pixel(y))h16\"/>\n"
    }
    for (number, one) in series.enumerated() { out += LineChart.drawn(one.points, number, x, y, hasMarks) }
    return out
  }

  /// A line and, when asked for, its marks.
  private static func drawn(_ points: [(x: Double, y: Double)], _ number: Int, _ x: Scale, _ y: Scale, _ hasMarks: Bool) -> String
  {
    let places = Polyline(
      points.map { point in
        guard let px = x.place(point.x), let py = y.place(point.y) else { return nil }
        return (px, py)
      })
    let colour = Palette.colour(number)
    var out = ""
    if !places.path.isEmpty {
      out +=
        "<path fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.6\" stroke-linejoin=\"round\"\(Palette.dashes(number)) d=\"\(places.path)\"/>\n"
    }
    // A point between two gaps is no line: it shows as a mark.
    for place in hasMarks ? places.all : places.alone {
      out += "<circle fill=\"\(colour)\" r=\"2.4\" cx=\"\(Markup.pixel(place.x))\" cy=\"\(Markup.pixel(place.y))\"/>\n"
    }
    return out
  }
}
