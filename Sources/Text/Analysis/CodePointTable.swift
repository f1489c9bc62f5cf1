/// A byte for every code point, in two stages: pages of 256 code points, equal pages stored once. Page 0 comes first, so that
/// `pages[byte]` is an ASCII byte's value.
struct CodePointTable: Sendable {
  /// Where each page of 256 code points begins in `pages`, divided by 256.
  let index: [UInt8]
  let pages: [UInt8]

  /// Builds the table from `values`, one for each of the 0x110000 code points.
  init(_ values: [UInt8]) {
    var index: [UInt8] = []
    var pages: [UInt8] = []
    var known: [ArraySlice<UInt8>: UInt8] = [:]
    for start in stride(from: 0, to: values.count, by: 256) {
      let page = values[start..<start + 256]
      let number = known[page] ?? UInt8(truncatingIfNeeded: known.count)
      if known.updateValue(number, forKey: page) == nil { pages.append(contentsOf: page) }
      index.append(number)
    }
    self.index = index
    self.pages = pages
  }
}

/// The value of a code point below 0x110000.
@inline(__always) func lookUp(_ scalar: UInt32, _ index: Span<UInt8>, _ pages: Span<UInt8>) -> UInt8 {
  pages[Int(index[Int(scalar >> 8)]) << 8 | Int(scalar & 255)]
}

/// Reads the numbers and capitals of a packed table.
struct PackedNumbers {
  private var bytes: String.UTF8View.Iterator

  init(_ packed: String) { bytes = packed.utf8.makeIterator() }

  /// The next base-36 number and the byte that ends it; nil at the end.
  mutating func next() -> (number: Int, end: UInt8)? {
    var number = 0
    while let byte = bytes.next() {
      guard let digit = PackedNumbers.digit(byte) else { return (number, byte) }
      number = number * 36 + digit
    }
    return number == 0 ? nil : (number, 0)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 48
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 87
    default: nil
    }
  }
}
