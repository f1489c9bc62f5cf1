/// What the tokenizer asks about a scalar: flags and the rank of its combining class.
struct CharacterTraits: OptionSet, Sendable {
  let rawValue: UInt32

  static let whiteSpace = CharacterTraits(rawValue: 1)
  static let removed = CharacterTraits(rawValue: 2)
  static let punctuation = CharacterTraits(rawValue: 4)
  static let nonspacingMark = CharacterTraits(rawValue: 8)
  static let lowercases = CharacterTraits(rawValue: 16)
  static let decomposes = CharacterTraits(rawValue: 32)
  static let combiningMark = CharacterTraits(rawValue: 64)
  static let numeric = CharacterTraits(rawValue: 128)
  static let word = CharacterTraits(rawValue: 256)
  /// `\p{L}`, `\p{N}` and `\s` of the patterns that cut words.
  static let letter = CharacterTraits(rawValue: 512)
  static let number = CharacterTraits(rawValue: 1024)
  static let space = CharacterTraits(rawValue: 2048)
  static let decomposesCompatibly = CharacterTraits(rawValue: 4096)
  /// It may combine with characters before it, or is a starter that NFC replaces.
  static let unstable = CharacterTraits(rawValue: 8192)

  /// 0 for a starter, else a number that orders combining classes.
  var combiningRank: UInt16 { UInt16(truncatingIfNeeded: rawValue >> 16) }
}

/// Traits of all scalars: a table of blocks of 128, those without any trait sharing block 0.
struct CharacterTraitsTable: Sendable {
  private var blocks = [UInt16](repeating: 0, count: 0x110000 >> 7)
  private var traits = [UInt32](repeating: 0, count: 128)

  static let shared = CharacterTraitsTable()

  private init() {
    let sets: [(CharacterTraits, StaticString)] = [
      (.whiteSpace, CharacterSetTables.whiteSpace), (.removed, CharacterSetTables.removed),
      (.punctuation, CharacterSetTables.punctuation), (.nonspacingMark, CharacterSetTables.nonspacingMarks),
      (.combiningMark, CharacterSetTables.combiningMarks), (.numeric, CharacterSetTables.numeric),
      (.word, CharacterSetTables.word), (.letter, CharacterSetTables.letters), (.number, CharacterSetTables.numbers),
      (.space, CharacterSetTables.spaces),
    ]
    for (trait, literal) in sets { add(trait, literal) }
    for scalar in ScalarMapping.lowercase.domain { add(.lowercases, to: scalar) }
    for scalar in ScalarMapping.compatibility.domain { add(.decomposesCompatibly, to: scalar) }
    addDecompositions()
    addCombiningRanks()
  }

  /// The traits of a scalar; none for a number that is not one.
  subscript(scalar: UInt32) -> CharacterTraits {
    let block = Int(scalar >> 7)
    guard block < blocks.count else { return [] }
    return CharacterTraits(rawValue: traits[Int(blocks[block]) << 7 | Int(scalar & 127)])
  }

  private mutating func add(_ trait: CharacterTraits, _ literal: StaticString) {
    for range in TableReader.ranges(of: literal) { for scalar in range { add(trait, to: scalar) } }
  }

  private mutating func addDecompositions() {
    for scalar in ScalarMapping.decomposition.domain { add([.decomposes, .unstable], to: scalar) }
    for pair in ScalarComposition.shared.pairs {
      remove(.unstable, from: pair.composite)
      add(.unstable, to: pair.second)
    }
    for scalar: UInt32 in 0xAC00..<0xD7A4 { add(.decomposes, to: scalar) }
    for scalar: UInt32 in 0x1161..<0x1176 { add(.unstable, to: scalar) }
    for scalar: UInt32 in 0x11A8..<0x11C3 { add(.unstable, to: scalar) }
  }

  private mutating func addCombiningRanks() {
    let text = TableReader.characters(of: CharacterSetTables.combiningClasses)
    var reader = TableReader(text)
    var end = 0
    while !reader.isAtEnd {
      let start = end + reader.number()
      end = start + reader.number()
      let rank = UInt32(reader.number())
      for scalar in start..<end {
        add([CharacterTraits(rawValue: rank << 16), .unstable], to: UInt32(scalar))
      }
    }
  }

  private mutating func add(_ trait: CharacterTraits, to scalar: UInt32) {
    let block = Int(scalar >> 7)
    if blocks[block] == 0 {
      blocks[block] = UInt16(traits.count >> 7)
      traits.append(contentsOf: repeatElement(0, count: 128))
    }
    traits[Int(blocks[block]) << 7 | Int(scalar & 127)] |= trait.rawValue
  }

  private mutating func remove(_ trait: CharacterTraits, from scalar: UInt32) {
    traits[Int(blocks[Int(scalar >> 7)]) << 7 | Int(scalar & 127)] &= ~trait.rawValue
  }
}
