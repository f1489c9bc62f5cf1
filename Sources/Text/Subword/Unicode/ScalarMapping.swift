/// A map from some scalars to one or more scalars each: a sorted list of keys, found by halving.
struct ScalarMapping: Sendable {
  private var keys: [UInt32] = []
  private var starts: [Int32] = [0]
  private var mapped: [UInt32] = []

  /// Decodes (gap, count, first - key, others - U+0300) rows.
  init(_ literal: StaticString) {
    let text = TableReader.characters(of: literal)
    var reader = TableReader(text)
    var key = 0
    while !reader.isAtEnd {
      key += reader.number()
      let count = reader.number()
      keys.append(UInt32(key))
      mapped.append(UInt32(key + reader.signed()))
      for _ in 1..<max(count, 1) { mapped.append(UInt32(0x300 + reader.signed())) }
      starts.append(Int32(mapped.count))
    }
  }

  /// Every scalar that is mapped.
  var domain: [UInt32] { keys }

  /// Where the scalars it maps to stand in `self[...]`; empty when it stays as it is.
  func indices(of scalar: UInt32) -> Range<Int> {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < scalar { low = middle + 1 } else { high = middle }
    }
    guard low < keys.count, keys[low] == scalar else { return 0..<0 }
    return Int(starts[low])..<Int(starts[low + 1])
  }

  subscript(index: Int) -> UInt32 { mapped[index] }

  /// Full lower case, as Rust's `char::to_lowercase` has it: without context, U+0130 to two scalars.
  static let lowercase = ScalarMapping(LowercaseTable.mappings)

  /// Full canonical decomposition without Hangul syllables.
  static let decomposition = ScalarMapping(DecompositionTable.mappings)

  /// Full compatibility decomposition where it differs from the canonical one.
  static let compatibility = ScalarMapping(CompatibilityTable.mappings)
}
