/// A picture that is always the same bytes for the same data: SVG 1.1 without scripts, readable on light and on dark.
public protocol Chart: Sendable {
  /// What stands above it.
  var title: String { get }
  /// Pixels of the whole picture.
  var width: Int { get }
  /// Pixels of the whole picture.
  var height: Int { get }
  /// What is drawn inside the `<svg>` element.
  var body: String { get }
}

extension Chart {
  /// An `<svg>` element with its own styles, to be a file or part of a page.
  public var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
    font-family="system-ui, sans-serif" font-size="11" role="img" aria-label="\(Markup.escaped(title))">
    <style>\(Palette.styles)</style>
    <rect class="wp-ground" width="\(width)" height="\(height)"/>
    \(Markup.text(title, x: Double(width) / 2, y: 17, anchor: "middle", style: "wp-title"))\(body)</svg>

    """
  }
}

/// Pieces of SVG.
enum Markup {
  /// Text in which nothing is markup. Control characters, which XML has no way to say, become U+FFFD.
  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "\t", "\n", "\r": out += " "
      case _ where scalar.value < 32 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  static func text(_ text: String, x: Double, y: Double, anchor: String = "start", style: String = "wp-text", extra: String = "")
    -> String
  {
    "<text class=\"\(style)\" x=\"\(pixel(x))\" y=\"\(pixel(y))\" text-anchor=\"\(anchor)\"\(extra)>\(escaped(text))</text>\n"
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) -> String {
    "<line class=\"\(style)\" x1=\"\(pixel(x1))\" y1=\"\(pixel(y1))\" x2=\"\(pixel(x2))\" y2=\"\(pixel(y2))\"/>\n"
  }

  /// A place in tenths of a pixel.
  static func pixel(_ value: Double) -> String {
    let tenths = Int(max(-1e6, min(1e6, value * 10)).rounded())
    let sign = tenths < 0 ? "-" : ""
    return "\(sign)\(tenths.magnitude / 10)" + (tenths % 10 == 0 ? "" : ".\(tenths.magnitude % 10)")
  }

  /// About how wide a text is at the size of labels.
  static func width(of text: String) -> Double { 6.1 * Double(text.count) }
}
