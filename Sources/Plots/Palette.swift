/// Colours of series and the styles of charts.
enum Palette {
  /// Colours that people tell apart, colour-blind ones too (Okabe and Ito, 2008; yellow and sky blue darkened), on light and dark ground alike.
  static let colours = ["#2f7ed8", "#e68613", "#159c6f", "#c8559d", "#d1492e", "#7c6bd6", "#948a1e", "#5a7a8c"]

  static func colour(_ number: Int) -> String { colours[number % colours.count] }

  /// The dashes of a line: series beyond the colours differ in them.
  static func dashes(_ number: Int) -> String {
    switch number / colours.count % 3 {
    case 0: ""
    case 1: " stroke-dasharray=\"6 3\""
    default: " stroke-dasharray=\"2 3\""
    }
  }

  /// The same in every chart: styles of pictures on one page hold for all of them.
  static let styles = """
    .wp-ground{fill:#fff}.wp-text{fill:#333}.wp-title{fill:#111;font-size:13px;font-weight:600}.wp-panel{fill:#222;font-weight:600}\
    .wp-axis{stroke:#888;stroke-width:1}.wp-grid{stroke:#8884;stroke-width:1}\
    @media (prefers-color-scheme:dark){.wp-ground{fill:#16181c}.wp-text{fill:#c8ccd2}.wp-title,.wp-panel{fill:#f0f2f4}}
    """
}
