/// An HTML page that needs no other file: headings, texts, tables and charts. Light or dark, as the reader's system is.
public struct Page: Sendable {
  /// A table of texts. Columns after the first are aligned to the right.
  public struct Table: Sendable {
    /// What stands above it.
    public var caption: String
    /// Names of columns.
    public var header: [String]
    /// Cells; rows may be shorter than the header.
    public var rows: [[String]]

    /// A table.
    public init(caption: String = "", header: [String], rows: [[String]]) {
      self.caption = caption
      self.header = header
      self.rows = rows
    }
  }

  /// One thing on a page.
  public enum Part: Sendable {
    /// A heading of the second level.
    case heading(String)
    /// A paragraph.
    case text(String)
    /// Lines as they stand, such as a recipe.
    case verbatim(String)
    /// A table.
    case table(Table)
    /// A chart.
    case chart(any Chart)
    /// Charts beside one another where there is room.
    case charts([any Chart])
  }

  /// Title and first heading.
  public var title: String
  /// What the page shows, in order.
  public var parts: [Part]

  /// A page.
  public init(title: String, parts: [Part] = []) {
    self.title = title
    self.parts = parts
  }

  /// The page, the same bytes for the same parts.
  public var html: String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>\(Markup.escaped(title))</title>
    <style>\(Page.styles)</style></head><body>
    <h1>\(Markup.escaped(title))</h1>
    \(parts.map(Page.drawn).joined())</body></html>

    """
  }

  private static func drawn(_ part: Part) -> String {
    switch part {
    case .heading(let text): "<h2>\(Markup.escaped(text))</h2>\n"
    case .text(let text): "<p>\(Markup.escaped(text))</p>\n"
    case .verbatim(let text):
      "<pre>\(text.split(separator: "\n", omittingEmptySubsequences: false).map { Markup.escaped(String($0)) }.joined(separator: "\n"))</pre>\n"
    case .table(let table): drawn(table)
    case .chart(let chart): "<figure>\(chart.svg)</figure>\n"
    case .charts(let charts): "<div class=\"row\">\(charts.map { "<figure>\($0.svg)</figure>\n" }.joined())</div>\n"
    }
  }

  private static func drawn(_ table: Table) -> String {
    func row(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\(Markup.escaped($0))</\(tag)>" }.joined() + "</tr>\n"
    }
    let caption = table.caption.isEmpty ? "" : "<caption>\(Markup.escaped(table.caption))</caption>\n"
    return
      "<table>\n\(caption)<thead>\(row(table.header, "th"))</thead><tbody>\n\(table.rows.map { row($0, "td") }.joined())</tbody></table>\n"
  }

  private static let styles = """
    :root{color-scheme:light dark;--ink:#1c1e21;--ground:#fff;--faint:#d9dce1}\
    @media (prefers-color-scheme:dark){:root{--ink:#d6d9de;--ground:#16181c;--faint:#3a3f46}}\
    body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--ground);max-width:1100px;margin:2em auto;padding:0 1em}\
    h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}figure{margin:1em 0}svg{max-width:100%;height:auto}\
    .row{display:flex;flex-wrap:wrap;gap:1em}pre{overflow-x:auto;border:1px solid var(--faint);padding:.7em;font-size:13px}\
    table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:14px;margin:1em 0;display:block;overflow-x:auto}\
    caption{text-align:left;font-weight:600;padding:.3em 0}\
    th,td{border-bottom:1px solid var(--faint);padding:.25em .8em;text-align:right}th:first-child,td:first-child{text-align:left}
    """
}
