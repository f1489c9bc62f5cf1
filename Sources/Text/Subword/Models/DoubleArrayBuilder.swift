/// Puts sorted strings into the units of a `DoubleArray`, node by node, depth first.
struct DoubleArrayBuilder {
  private(set) var units: [UInt64] = []
  private(set) var emptyValue: Int32?
  /// Number of different strings.
  private(set) var count = 0
  private var blocks = DoubleArrayBlocks()
  private let strings: PackedStrings
  private let values: [Int32]
  private let order: [Int32]
  /// Children of the node in hand: the byte and the strings behind it.
  private var children: [(byte: UInt8, strings: Range<Int>)] = []

  /// A node whose children are still to be placed; `unit` is nil for the root.
  private struct Pending {
    let strings: Range<Int>
    let depth: Int
    let unit: Int?
  }

  init(_ strings: PackedStrings, _ values: [Int32]) {
    self.strings = strings
    self.values = values
    order = strings.sortedIndices()
  }

  /// Fills the units; the root's base, or nil when there are too many.
  mutating func build() -> UInt32? {
    var root: UInt32 = 0
    var pending = [Pending(strings: 0..<order.count, depth: 0, unit: nil)]
    while let node = pending.popLast() {
      let value = takeChildren(of: node)
      if let value { store(value, at: node.unit) }
      if children.isEmpty && node.unit != nil { continue }
      let base = blocks.base(for: children.lazy.map(\.byte))
      if base >= DoubleArray.unitLimit { return nil }
      while units.count < blocks.count * 256 { units.append(contentsOf: repeatElement(0, count: 256)) }
      if let unit = node.unit { units[unit] |= UInt64(base) << 9 } else { root = UInt32(base) }
      for (byte, strings) in children.reversed() {
        units[base ^ Int(byte)] = DoubleArray.taken | UInt64(byte)
        pending.append(Pending(strings: strings, depth: node.depth + 1, unit: base ^ Int(byte)))
      }
    }
    return root
  }

  private mutating func store(_ value: Int32, at unit: Int?) {
    count += 1
    guard let unit else {
      emptyValue = value
      return
    }
    units[unit] |= UInt64(UInt32(value) + 1) << 32
  }

  /// Groups a node's strings by their next byte; the value of those that end at the node.
  private mutating func takeChildren(of node: Pending) -> Int32? {
    children.removeAll(keepingCapacity: true)
    var value: Int32?
    for place in node.strings {
      let range = strings.range(Int(order[place]))
      if range.count == node.depth {
        value = values[Int(order[place])]
      } else {
        let byte = strings.bytes[range.lowerBound + node.depth]
        if children.last?.byte != byte { children.append((byte, place..<place)) }
        children[children.count - 1].strings = children[children.count - 1].strings.lowerBound..<place + 1
      }
    }
    return value
  }
}

/// Which units and which bases of a double array are still free, in blocks of 256 as four words of bits.
struct DoubleArrayBlocks {
  private typealias Bits = SIMD4<UInt64>

  private var freeUnits: [SIMD4<UInt64>] = []
  private var freeBases: [SIMD4<UInt64>] = []
  /// Blocks worth trying, oldest first.
  private var open: [Int] = []

  var count: Int { freeUnits.count }

  /// Takes a base, never 0, whose units for all those bytes are free.
  mutating func base(for bytes: some Collection<UInt8>) -> Int {
    for (place, block) in open.enumerated() {
      if let base = take(bytes, in: block) { return base }
      // A block that cannot even hold one more child is done with.
      if bytes.count == 1 {
        open.remove(at: place)
        return self.base(for: bytes)
      }
    }
    if open.count == 8 { open.removeFirst() }
    open.append(count)
    freeUnits.append(SIMD4(repeating: .max))
    freeBases.append(count == 1 ? [~1, .max, .max, .max] : SIMD4(repeating: .max))
    return take(bytes, in: count - 1) ?? 0
  }

  private mutating func take(_ bytes: some Collection<UInt8>, in block: Int) -> Int? {
    var possible = freeBases[block]
    for byte in bytes { possible &= DoubleArrayBlocks.permuted(freeUnits[block], by: byte) }
    guard let word = (0..<4).first(where: { possible[$0] != 0 }) else { return nil }
    let base = word << 6 | possible[word].trailingZeroBitCount
    freeBases[block][word] &= ~(1 << UInt64(base & 63))
    for byte in bytes {
      let unit = base ^ Int(byte)
      freeUnits[block][unit >> 6] &= ~(1 << UInt64(unit & 63))
    }
    return block << 8 | base
  }

  /// Bit `i` of the result is bit `i ^ byte` of the argument.
  private static func permuted(_ bits: SIMD4<UInt64>, by byte: UInt8) -> SIMD4<UInt64> {
    var bits = bits
    if byte & 0x80 != 0 { bits = [bits[2], bits[3], bits[0], bits[1]] }
    if byte & 0x40 != 0 { bits = [bits[1], bits[0], bits[3], bits[2]] }
    for (shift, mask) in masks where byte & UInt8(shift) != 0 { bits = (bits &>> shift) & mask | (bits & mask) &<< shift }
    return bits
  }

  /// The lower one of each two neighbouring groups of `shift` bits.
  private static let masks: [(shift: UInt64, mask: UInt64)] = [
    (1, 0x5555_5555_5555_5555), (2, 0x3333_3333_3333_3333), (4, 0x0F0F_0F0F_0F0F_0F0F), (8, 0x00FF_00FF_00FF_00FF),
    (16, 0x0000_FFFF_0000_FFFF), (32, 0x0000_0000_FFFF_FFFF),
  ]
}
