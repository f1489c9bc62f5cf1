/// Values by name: a group of bars for each label, one bar a series.
public struct BarChart: Chart {
  /// Bars of one colour.
  public struct Series: Sendable {
    /// What the legend calls it.
    public var name: String
    /// One value a label; one that is not finite has no bar.
    public var values: [Double]

    /// Bars.
    public init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// What stands above it.
  public var title: String
  /// Pixels across.
  public var width = 640
  /// Pixels down.
  public var height = 320
  /// What stands beside the y axis.
  public var yLabel: String
  /// Names of the groups.
  public var labels: [String]
  /// The bars of each group.
  public var series: [Series]

  /// A chart.
  public init(title: String, yLabel: String, labels: [String], series: [Series]) {
    self.title = title
    self.yLabel = yLabel
    self.labels = labels
    self.series = series
  }

  /// What is drawn.
  public var body: String {
    let legend = Legend(names: series.map(\.name), width: Double(width) - 90)
    let slanted = labels.contains { Markup.width(of: $0) > slot - 6 }
    let frame = Frame(
      left: 66, top: 30 + legend.height, right: Double(width) - 16, bottom: Double(height) - (slanted ? 96 : 30))
    let y = Scale(series.flatMap(\.values), includes: [0], from: frame.bottom, to: frame.top)
    var out = frame.verticalAxis(y, label: yLabel)
    out += legend.drawn(x: 70, y: 36) { number, x, y in BarChart.bar(number, x + 3, y - 5, 10, 10, "") }
    for (group, label) in labels.enumerated() {
      out += bars(of: group, frame, y) + BarChart.label(label, frame.left + (Double(group) + 0.5) * slot, frame.bottom, slanted)
    }
    let zero = y.place(0) ?? frame.bottom
    return out + Markup.line(frame.left, zero, frame.right, zero, style: "wp-axis")
  }

  /// Pixels of a group.
  private var slot: Double { (Double(width) - 82) / Double(max(1, labels.count)) }

  private func bars(of group: Int, _ frame: Frame, _ y: Scale) -> String {
    let thick = slot * 0.8 / Double(max(1, series.count))
    let start = frame.left + (Double(group) + 0.1) * slot
    var out = ""
    for (number, one) in series.enumerated() where group < one.values.count {
      guard let top = y.place(one.values[group]), let zero = y.place(0) else { continue }
      let name = [labels[group], one.name].filter { !$0.isEmpty }.joined(separator: ", ")
      out += BarChart.bar(
        number, start + Double(number) * thick, min(top, zero), thick * 0.92, abs(zero - top),
        "\(name): \(NumberText.short(one.values[group]))")
    }
    return out
  }

  private static func bar(_ number: Int, _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ tip: String) -> String {
    let title = tip.isEmpty ? "" : "<title>\(Markup.escaped(tip))</title>"
    let place =
      "x=\"\(Markup.pixel(x))\" y=\"\(Markup.pixel(y))\" width=\"\(Markup.pixel(width))\" height=\"\(Markup.pixel(height))\""
    return "<rect fill=\"\(Palette.colour(number))\" \(place)>\(title)</rect>\n"
  }

  /// A group's name, slanted where it is too long to lie.
  private static func label(_ text: String, _ x: Double, _ bottom: Double, _ slanted: Bool) -> String {
    guard slanted else { return Markup.text(text, x: x, y: bottom + 16, anchor: "middle") }
    let turn = " transform=\"rotate(-35 \(Markup.pixel(x)) \(Markup.pixel(bottom + 12)))\""
    return Markup.text(text, x: x, y: bottom + 12, anchor: "end", extra: turn)
  }
}
