/// What the tokenizer asks about a scalar: seven flags and the rank of its combining class.
struct CharacterTraits: OptionSet, Sendable {
  let rawValue: UInt16

  static let whiteSpace = CharacterTraits(rawValue: 1)
  static let removed = CharacterTraits(rawValue: 2)
  static let punctuation = CharacterTraits(rawValue: 4)
  static let nonspacingMark = CharacterTraits(rawValue: 8)
  static let lowercases = CharacterTraits(rawValue: 16)
  static let decomposes = CharacterTraits(rawValue: 32)

  /// 0 for a starter, else a number that orders combining classes.
  var combiningRank: UInt16 { rawValue >> 8 }
}

/// Traits of all scalars: a table of blocks of 128, those without any trait sharing block 0.
struct CharacterTraitsTable: Sendable {
  private var blocks = [UInt16](repeating: 0, count: 0x110000 >> 7)
  private var traits = [UInt16](repeating: 0, count: 128)

  static let shared = CharacterTraitsTable()

  private init() {
    add(.whiteSpace, CharacterSetTables.whiteSpace)
    add(.removed, CharacterSetTables.removed)
    add(.punctuation, CharacterSetTables.punctuation)
    add(.nonspacingMark, CharacterSetTables.nonspacingMarks)
    for scalar in ScalarMapping.lowercase.domain { add(CharacterTraits.lowercases.rawValue, to: scalar) }
    for scalar in ScalarMapping.decomposition.domain { add(CharacterTraits.decomposes.rawValue, to: scalar) }
    for scalar: UInt32 in 0xAC00..<0xD7A4 { add(CharacterTraits.decomposes.rawValue, to: scalar) }
    addCombiningRanks()
  }

  /// The traits of a scalar; none for a number that is not one.
  subscript(scalar: UInt32) -> CharacterTraits {
    let block = Int(scalar >> 7)
    guard block < blocks.count else { return [] }
    return CharacterTraits(rawValue: traits[Int(blocks[block]) << 7 | Int(scalar & 127)])
  }

  private mutating func add(_ trait: CharacterTraits, _ literal: StaticString) {
    for range in TableReader.ranges(of: literal) { for scalar in range { add(trait.rawValue, to: scalar) } }
  }

  private mutating func addCombiningRanks() {
    let text = TableReader.characters(of: CharacterSetTables.combiningClasses)
    var reader = TableReader(text)
    var end = 0
    while !reader.isAtEnd {
      let start = end + reader.number()
      end = start + reader.number()
      let rank = UInt16(reader.number())
      for scalar in start..<end { add(rank << 8, to: UInt32(scalar)) }
    }
  }

  private mutating func add(_ bits: UInt16, to scalar: UInt32) {
    let block = Int(scalar >> 7)
    if blocks[block] == 0 {
      blocks[block] = UInt16(traits.count >> 7)
      traits.append(contentsOf: repeatElement(0, count: 128))
    }
    traits[Int(blocks[block]) << 7 | Int(scalar & 127)] |= bits
  }
}
