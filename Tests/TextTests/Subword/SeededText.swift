import TestSupport

/// Nasty texts, the same for the same seed on every machine.
struct SeededText {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func pick<Element>(_ from: [Element]) -> Element { from[Int.random(in: 0..<from.count, using: &random)] }

  private static let pieces = [
    "the", "retrieval", "un", "believable", "playing", "tokens", "embeddings", "[CLS]", "[MASK]", "[SEP", "[", "##ing", " ", "  ",
    "\t",
    "\u{A0}", "\u{3000}", "\u{200B}", "\u{0}", "\u{7F}", "\r\n", "'", "...", "$", "\u{201C}", "\u{FFFD}", "e\u{301}", "\u{344}",
    "\u{130}",
  ]

  /// Blocks in which old and new Unicode versions agree.
  private static let blocks: [ClosedRange<UInt32>] = [
    0x20...0x7E, 0xA0...0x17F, 0x300...0x345, 0x391...0x3A1, 0x410...0x44F, 0x5D0...0x5EA, 0x641...0x64A, 0x905...0x939,
    0x1E00...0x1EF9,
    0x2010...0x2027, 0x3041...0x3096, 0x4E00...0x4E80, 0xAC00...0xAD00, 0x1F600...0x1F640, 0xE000...0xE010,
  ]

  /// A text of well-formed pieces.
  mutating func text() -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...30, using: &random) {
      if Bool.random(using: &random) {
        text.append(contentsOf: pick(SeededText.pieces).unicodeScalars)
      } else if let scalar = Unicode.Scalar(UInt32.random(in: pick(SeededText.blocks), using: &random)) {
        text.append(scalar)
      }
    }
    return String(text)
  }

  /// Bytes, mostly of well-formed pieces.
  mutating func bytes() -> [UInt8] {
    var bytes = Array(text().utf8)
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      let junk = (0..<Int.random(in: 0...3, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      bytes.replaceSubrange(place..<min(bytes.count, place + Int.random(in: 0...2, using: &random)), with: junk)
    }
    return bytes
  }
}
