/// The rectangle that data is drawn in, with its axes.
struct Frame {
  var left: Double
  var top: Double
  var right: Double
  var bottom: Double

  /// Grid lines and labels from left to right.
  func verticalAxis(_ scale: Scale, label: String) -> String {
    let ticks = scale.ticks(max(2, Int((bottom - top) / 45)))
    var out = ""
    for (value, text) in zip(ticks.values, ticks.labels) {
      guard let y = scale.place(value) else { continue }
      out += Markup.line(left, y, right, y, style: "wp-grid")
      out += Markup.text(text, x: left - 6, y: y + 4, anchor: "end")
    }
    out += Markup.line(left, top, left, bottom, style: "wp-axis")
    if !label.isEmpty {
      let x = Markup.pixel(left - 46), y = Markup.pixel((top + bottom) / 2)
      out += Markup.text(
        label, x: left - 46, y: (top + bottom) / 2, anchor: "middle", extra: " transform=\"rotate(-90 \(x) \(y))\"")
    }
    return out
  }

  /// Ticks and labels below.
  func horizontalAxis(_ scale: Scale, label: String) -> String {
    let ticks = scale.ticks(max(2, Int((right - left) / 80)))
    var out = Markup.line(left, bottom, right, bottom, style: "wp-axis")
    for (value, text) in zip(ticks.values, ticks.labels) {
      guard let x = scale.place(value) else { continue }
      out += Markup.line(x, bottom, x, bottom + 4, style: "wp-axis")
      out += Markup.text(text, x: x, y: bottom + 16, anchor: "middle")
    }
    if !label.isEmpty { out += Markup.text(label, x: (left + right) / 2, y: bottom + 33, anchor: "middle") }
    return out
  }
}

/// Names of series with a patch of their colour, in rows.
struct Legend {
  let names: [String]
  let width: Double
  static let rowHeight = 16.0

  /// Where each name begins: row and x. Nothing for a single name without text.
  private var places: [(row: Int, x: Double)] {
    var row = 0, x = 0.0
    return names.map { name in
      let needed = 30 + Markup.width(of: name)
      if x > 0, x + needed > width {
        row += 1
        x = 0
      }
      defer { x += needed }
      return (row, x)
    }
  }

  var height: Double { isShown ? Legend.rowHeight * Double((places.last?.row ?? 0) + 1) : 0 }

  private var isShown: Bool { names.contains { !$0.isEmpty } }

  func drawn(x: Double, y: Double, patch: (_ number: Int, _ x: Double, _ y: Double) -> String) -> String {
    guard isShown else { return "" }
    return zip(names, places).enumerated().map { number, item in
      let left = x + item.1.x, base = y + Legend.rowHeight * Double(item.1.row)
      return patch(number, left, base - 4) + Markup.text(item.0, x: left + 20, y: base)
    }.joined()
  }
}
