/// Byte strings and their values as a double array (Aoe 1989), with exclusive or in place of the sum as in darts-clone: a step
/// from a node to its child is one load, and all children of a node stand in one block of 256 units.
///
/// A node is its base; the child by a byte stands at `base ^ byte`. A unit holds, from its lowest bit: the byte that leads to it
/// (8 bits), 1 when it is taken (1), its own base (23; 0 without children), one more than its value (32; 0 without a value).
/// No two nodes have the same base, so a unit whose byte is right belongs to the node that is asked.
struct DoubleArray: Sendable {
  static let taken: UInt64 = 0x100
  static let unitLimit = 1 << 23

  /// A multiple of 256 of them, so that every base and byte lead to one.
  let units: [UInt64]
  let root: UInt32
  /// The largest value, -1 when there is none.
  let largestValue: Int32
  /// Number of different strings.
  let count: Int
  private let emptyValue: Int32?

  /// Stores strings with values that are not negative; the last value of a repeated string counts. Nil when they need more than
  /// `unitLimit` units.
  init?(_ strings: PackedStrings, values: [Int32]) {
    var builder = DoubleArrayBuilder(strings, values)
    guard let root = builder.build() else { return nil }
    self.root = root
    units = builder.units
    count = builder.count
    emptyValue = builder.emptyValue
    largestValue = values.max() ?? -1
  }

  /// The unit by a byte from a base, 0 when there is none.
  @inline(__always)
  static func child(_ units: Span<UInt64>, _ base: UInt32, _ byte: UInt8) -> UInt64 {
    let unit = units[Int(base ^ UInt32(byte))]
    return unit & 0x1FF == taken | UInt64(byte) ? unit : 0
  }

  /// The base of a unit, 0 when nothing follows it.
  @inline(__always)
  static func base(_ unit: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: unit) >> 9 }

  /// The value of a unit, -1 without one.
  @inline(__always)
  static func value(_ unit: UInt64) -> Int32 { Int32(truncatingIfNeeded: unit >> 32) &- 1 }

  /// The node where a string ends, walking from `node`; nil when the walk leaves the tree or nothing follows.
  func node(of string: [UInt8], from node: UInt32) -> UInt32? {
    var node = node
    for byte in string {
      node = DoubleArray.base(DoubleArray.child(units.span, node, byte))
      if node == 0 { return nil }
    }
    return node
  }

  /// The value of a whole string.
  func value(of string: [UInt8]) -> Int32? { value(of: string.span, string.indices) }

  /// The value of a range of a text.
  func value(of text: Span<UInt8>, _ range: Range<Int>) -> Int32? {
    var unit: UInt64 = 0
    var node = root
    for index in range {
      unit = DoubleArray.child(units.span, node, text[index])
      if unit == 0 { return nil }
      node = DoubleArray.base(unit)
    }
    let value = range.isEmpty ? emptyValue ?? -1 : DoubleArray.value(unit)
    return value < 0 ? nil : value
  }

  /// The longest stored string, not the empty one, that begins at the range's beginning, read on from `node`: its end and value.
  func longestMatch(_ text: Span<UInt8>, _ range: Range<Int>, from node: UInt32) -> (end: Int, value: Int32)? {
    let units = units.span
    var node = node
    var longest: (end: Int, value: Int32)?
    for index in range {
      let unit = DoubleArray.child(units, node, text[index])
      if unit == 0 { break }
      node = DoubleArray.base(unit)
      if unit >> 32 != 0 { longest = (index + 1, DoubleArray.value(unit)) }
      if node == 0 { break }
    }
    return longest
  }
}
