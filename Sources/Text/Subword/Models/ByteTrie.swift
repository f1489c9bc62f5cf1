/// Byte strings and their values as a tree over bytes. All transitions stand in one open-addressing table, so a step is one
/// probe and a whole string is found, or its longest stored prefix, in one walk.
///
/// A slot holds `parent << 8 | byte` in its upper half and the child's number in its lower half; 0 is an empty slot (children
/// are numbered from 1). The table is at most half full.
struct ByteTrie: Sendable {
  private var slots = [UInt64](repeating: 0, count: 256)
  private var values: [Int32] = [-1]

  static let root: UInt32 = 0
  /// More nodes than this do not fit a slot.
  static let nodeLimit = 1 << 24

  var nodeCount: Int { values.count }

  /// The value at a node, -1 where no string ends.
  func value(_ node: UInt32) -> Int32 { values[Int(node)] }

  /// The child by a byte, 0 when there is none.
  func child(of node: UInt32, by byte: UInt8) -> UInt32 {
    let key = node << 8 | UInt32(byte)
    let mask = slots.count - 1
    var slot = ByteTrie.home(key) & mask
    while slots[slot] != 0 {
      if UInt32(truncatingIfNeeded: slots[slot] >> 32) == key { return UInt32(truncatingIfNeeded: slots[slot]) }
      slot = (slot + 1) & mask
    }
    return 0
  }

  private static func home(_ key: UInt32) -> Int { Int(truncatingIfNeeded: UInt64(key) &* 0x9E37_79B9_7F4A_7C15 >> 32) }

  /// The node where a string ends, walking from `node`; nil when the walk leaves the tree.
  func node(of string: [UInt8], from node: UInt32 = root) -> UInt32? {
    var node = node
    for byte in string {
      node = child(of: node, by: byte)
      if node == 0 { return nil }
    }
    return node
  }

  /// The value of a whole string.
  func value(of string: [UInt8]) -> Int32? {
    guard let node = node(of: string), value(node) >= 0 else { return nil }
    return value(node)
  }

  /// The longest stored string that begins at the range's beginning, read on from `node`: where it ends, and its value.
  func longestMatch(_ text: Span<UInt8>, _ range: Range<Int>, from node: UInt32 = root) -> (end: Int, value: Int32)? {
    let slots = slots.span
    let values = values.span
    let mask = slots.count - 1
    var node = node
    var longest: (end: Int, value: Int32)?
    for index in range {
      let key = node << 8 | UInt32(text[index])
      var slot = ByteTrie.home(key) & mask
      while slots[slot] >> 32 != UInt64(key) && slots[slot] != 0 { slot = (slot + 1) & mask }
      node = UInt32(truncatingIfNeeded: slots[slot])
      if node == 0 { break }
      if values[Int(node)] >= 0 { longest = (index + 1, values[Int(node)]) }
    }
    return longest
  }

  /// The largest value, -1 in an empty tree.
  var largestValue: Int32 { values.max() ?? -1 }

  /// Stores a value that is not negative; a later one for the same string replaces it. False when the tree is full.
  mutating func insert(_ string: [UInt8], _ value: Int32) -> Bool {
    var node = ByteTrie.root
    for byte in string {
      let next = child(of: node, by: byte)
      node = next != 0 ? next : append(child: byte, of: node)
      if node == 0 { return false }
    }
    values[Int(node)] = value
    return true
  }

  private mutating func append(child byte: UInt8, of node: UInt32) -> UInt32 {
    if values.count >= ByteTrie.nodeLimit { return 0 }
    if values.count * 2 >= slots.count { grow() }
    let child = UInt32(values.count)
    values.append(-1)
    place(UInt64(node << 8 | UInt32(byte)) << 32 | UInt64(child))
    return child
  }

  private mutating func place(_ entry: UInt64) {
    let mask = slots.count - 1
    var slot = ByteTrie.home(UInt32(truncatingIfNeeded: entry >> 32)) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = entry
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    for entry in old where entry != 0 { place(entry) }
  }
}
