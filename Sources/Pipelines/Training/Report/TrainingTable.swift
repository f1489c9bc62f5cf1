/// A table of texts with a title.
struct TrainingTable {
  let title: String
  let header: [String]
  var rows: [[String]] = []

  init(title: String, header: [String]) {
    self.title = title
    self.header = header
  }

  /// How a table is drawn: what stands before and after rows and between cells, and the line below the header.
  struct Style: Sendable {
    let title: @Sendable (String) -> String
    let edge: (left: String, right: String)
    let gap: String
    let rule: @Sendable (Int) -> String?
  }

  static let plain = Style(title: { "\($0)\n" }, edge: ("", ""), gap: "  ", rule: { _ in nil })

  static let markdown = Style(
    title: { "### \($0)\n\n" }, edge: ("| ", " |"), gap: " | ", rule: { String(repeating: "-", count: max(3, $0)) })

  func render(_ style: Style) -> String {
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    var text = style.title(title) + line(header, widths, style)
    let rules = widths.compactMap(style.rule)
    if rules.count == widths.count { text += line(rules, widths, style) }
    return text + rows.map { line($0, widths, style) }.joined()
  }

  private func line(_ cells: [String], _ widths: [Int], _ style: Style) -> String {
    let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
    let text = style.edge.left + padded.joined(separator: style.gap) + style.edge.right
    var end = text[...]
    while end.last == " " { end = end.dropLast() }
    return end + "\n"
  }
}
