/// The word-break automaton, unpacked for speed: rows of 32 columns.
struct WordBreakTables: Sendable {
  let classes: CodePointTable
  let transitions: [UInt8]

  static let shared = WordBreakTables()

  private init() {
    classes = CodePointTable(WordBreakTables.unpackedClasses())
    let width = WordBreakAutomaton.classes
    transitions = stride(from: 0, to: WordBreakAutomaton.transitions.count, by: width).flatMap { row in
      WordBreakAutomaton.transitions[row..<row + width] + [UInt8](repeating: WordBreakAutomaton.dead, count: 32 - width)
    }
  }

  /// The class of each code point; 0 is the class that no word contains.
  private static func unpackedClasses() -> [UInt8] {
    var values = [UInt8](repeating: 0, count: 0x110000)
    var numbers = PackedNumbers(WordBreakRanges.packed)
    var position = 0
    while let (gap, letter) = numbers.next() {
      let count = max(1, numbers.next()?.number ?? 1)
      position += gap
      for codePoint in position..<position + count { values[codePoint] = letter - 64 }
      position += count
    }
    return values
  }
}
