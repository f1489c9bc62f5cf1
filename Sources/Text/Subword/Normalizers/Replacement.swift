internal import Bytes

/// The normaliser Replace: every match of a pattern becomes a text that stands for the match's last character
/// (`normalizers/replace.rs`).
struct Replacement: Sendable {
  private let pattern: LiteralPattern
  private let content: [UInt8]

  init(_ field: TokenizerField) throws(TokenizerError) {
    pattern = try LiteralPattern(try field.require("pattern"))
    content = try field.require("content").string().bytes
  }

  func apply(to text: inout NormalizedText) {
    let old = text
    var end = 0
    var search = pattern.search(in: old.bytes)
    while let match = search.next(old.bytes.span) {
      if end == 0 { text.removeAll() }
      text.append(old, end..<match.lowerBound)
      text.append(content, old.isAligned ? old.alignment(at: match.upperBound - 1) : (0, 0))
      end = match.upperBound
    }
    if end > 0 { text.append(old, end..<old.bytes.count) }
  }
}
