/// Points on a plane in coloured groups: one panel, or several side by side whose groups share colours.
public struct ScatterChart: Chart {
  /// Points of one colour.
  public struct Group: Sendable {
    /// What the legend calls it; groups of one name have one colour in all panels.
    public var name: String
    /// Points; those that are not finite are left out.
    public var points: [(x: Double, y: Double)]

    /// Points.
    public init(name: String, points: [(x: Double, y: Double)]) {
      self.name = name
      self.points = points
    }
  }

  /// One picture of several.
  public struct Panel: Sendable {
    /// What stands above it.
    public var title: String
    /// Its points.
    public var groups: [Group]

    /// A panel.
    public init(title: String, groups: [Group]) {
      self.title = title
      self.groups = groups
    }
  }

  /// What stands above it.
  public var title: String
  /// The panels, in rows from left to right.
  public var panels: [Panel]
  /// Pixels of a panel with its axes, both ways.
  public var panelSize = 320
  /// Panels of a row.
  public var columns: Int

  /// A chart with at most `columns` panels in a row.
  public init(title: String, panels: [Panel], columns: Int = 3) {
    self.title = title
    self.panels = panels
    self.columns = max(1, min(columns, panels.count))
  }

  /// Pixels across.
  public var width: Int { columns * panelSize + 20 }
  /// Pixels down.
  public var height: Int { (panels.count + columns - 1) / columns * panelSize + Int(legend.height) + 34 }

  /// Names of the groups in the order in which they come up.
  private var names: [String] {
    var names: [String] = []
    for group in panels.flatMap(\.groups) where !names.contains(group.name) { names.append(group.name) }
    return names
  }

  private var legend: Legend { Legend(names: names, width: Double(width) - 40) }

  /// What is drawn.
  public var body: String {
    let names = names, legend = legend
    var out = legend.drawn(x: 20, y: 36) { number, x, y in ScatterChart.dot(x + 8, y, Palette.colour(number), 4) }
    for (place, panel) in panels.enumerated() {
      let left = Double(place % columns * panelSize) + 10, top = Double(place / columns * panelSize) + legend.height + 26
      out += drawn(panel, names, left, top)
    }
    return out
  }

  private func drawn(_ panel: Panel, _ names: [String], _ left: Double, _ top: Double) -> String {
    let size = Double(panelSize)
    let frame = Frame(left: left + 40, top: top + 26, right: left + size - 8, bottom: top + size - 26)
    let points = panel.groups.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    let x = Scale(points.map(\.x), from: frame.left, to: frame.right)
    let y = Scale(points.map(\.y), from: frame.bottom, to: frame.top)
    var out = Markup.text(panel.title, x: (frame.left + frame.right) / 2, y: top + 16, anchor: "middle", style: "wp-panel")
    out += frame.verticalAxis(y, label: "") + frame.horizontalAxis(x, label: "")
    for group in panel.groups {
      let colour = Palette.colour(names.firstIndex(of: group.name) ?? 0)
      out += "<g fill=\"\(colour)\" fill-opacity=\".55\">\n"
      for point in group.points {
        if let px = x.place(point.x), let py = y.place(point.y) { out += ScatterChart.dot(px, py, nil, 1.8) }
      }
      out += "</g>\n"
    }
    return out
  }

  private static func dot(_ x: Double, _ y: Double, _ colour: String?, _ radius: Double) -> String {
    let fill = colour.map { " fill=\"\($0)\"" } ?? ""
    return "<circle\(fill) r=\"\(Markup.pixel(radius))\" cx=\"\(Markup.pixel(x))\" cy=\"\(Markup.pixel(y))\"/>\n"
  }
}
