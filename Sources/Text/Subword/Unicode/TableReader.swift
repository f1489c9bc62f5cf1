/// Reads the numbers of a generated table: six bits a character (five of the number, lowest first; the sixth says more follow).
struct TableReader: ~Escapable {
  private let text: Span<UInt8>
  private var position = 0

  @_lifetime(borrow text)
  init(_ text: borrowing [UInt8]) { self.text = text.span }

  var isAtEnd: Bool { position >= text.count }

  mutating func number() -> Int {
    var value = 0
    var shift = 0
    while position < text.count {
      let digit = TableReader.digit(text[position])
      position += 1
      value |= (digit & 31) << shift
      shift += 5
      if digit < 32 { break }
    }
    return value
  }

  mutating func signed() -> Int {
    let value = number()
    return value & 1 == 0 ? value >> 1 : -(value >> 1) - 1
  }

  private static func digit(_ byte: UInt8) -> Int {
    switch byte {
    case 65...90: Int(byte) - 65
    case 97...122: Int(byte) - 71
    case 48...57: Int(byte) + 4
    default: byte == UInt8(ascii: "+") ? 62 : 63
    }
  }
}

extension TableReader {
  /// The characters of a table's literal.
  static func characters(of literal: StaticString) -> [UInt8] { Array(literal.description.utf8) }

  /// A set as sorted, disjoint ranges.
  static func ranges(of literal: StaticString) -> [Range<UInt32>] {
    let text = characters(of: literal)
    var reader = TableReader(text)
    var ranges: [Range<UInt32>] = []
    var end = 0
    while !reader.isAtEnd {
      let start = end + reader.number()
      end = start + reader.number()
      ranges.append(UInt32(start)..<UInt32(end))
    }
    return ranges
  }
}
