/// Packs 128 integers of at most `width` bits into `16 * width` bytes: four interleaved lanes of 32 integers, so that four are unpacked at a time.
///
/// Integer `4 * row + lane` occupies bits `row * width ..< (row + 1) * width` of its lane; word `w` of lane `l` is the little-endian
/// 32-bit word `4 * w + l`. Source: Lemire and Boytsov, "Decoding billions of integers per second through vectorization", 2015 (SIMD-BP128's layout).
package enum BitPacking {
  /// Integers a block.
  package static let blockSize = 128

  typealias Row = SIMD4<UInt32>

  /// The bits the greatest of some integers needs.
  package static func width(of values: some Sequence<UInt32>) -> Int {
    let union = values.reduce(0) { $0 | $1 }
    return 32 - union.leadingZeroBitCount
  }

  /// Appends 128 integers. Precondition: exactly 128, none wider than `width`.
  package static func pack(_ values: [UInt32], width: Int, into bytes: inout [UInt8]) {
    precondition(values.count == blockSize && width <= 32)
    if width == 0 { return }
    var word = Row(repeating: 0)
    var filled = 0
    for row in 0..<(blockSize / 4) {
      let value = Row(values[4 * row], values[4 * row + 1], values[4 * row + 2], values[4 * row + 3])
      word |= value &<< Row(repeating: UInt32(filled))
      filled += width
      if filled < 32 { continue }
      unsafe withUnsafeBytes(of: word) { unsafe bytes.append(contentsOf: $0) }
      filled -= 32
      word = filled == 0 ? Row(repeating: 0) : value &>> Row(repeating: UInt32(width - filled))
    }
  }

  /// Unpacks 128 integers. Preconditions: `source` holds `16 * width` bytes, `output` has room for 128.
  @unsafe package static func unpack(_ source: UnsafeRawPointer, width: Int, into output: UnsafeMutablePointer<UInt32>) {
    let rows = UnsafeMutableRawPointer(output)
    switch width {
    case 1: unsafe unpackRows(source, 1, rows)
    case 2: unsafe unpackRows(source, 2, rows)
    case 3: unsafe unpackRows(source, 3, rows)
    case 4: unsafe unpackRows(source, 4, rows)
    case 5: unsafe unpackRows(source, 5, rows)
    case 6: unsafe unpackRows(source, 6, rows)
    case 7: unsafe unpackRows(source, 7, rows)
    case 8: unsafe unpackRows(source, 8, rows)
    case 9: unsafe unpackRows(source, 9, rows)
    case 10: unsafe unpackRows(source, 10, rows)
    case 11: unsafe unpackRows(source, 11, rows)
    case 12: unsafe unpackRows(source, 12, rows)
    case 13: unsafe unpackRows(source, 13, rows)
    case 14: unsafe unpackRows(source, 14, rows)
    case 15: unsafe unpackRows(source, 15, rows)
    case 16: unsafe unpackRows(source, 16, rows)
    case 17: unsafe unpackRows(source, 17, rows)
    case 18: unsafe unpackRows(source, 18, rows)
    case 19: unsafe unpackRows(source, 19, rows)
    case 20: unsafe unpackRows(source, 20, rows)
    case 21: unsafe unpackRows(source, 21, rows)
    case 22: unsafe unpackRows(source, 22, rows)
    case 23: unsafe unpackRows(source, 23, rows)
    case 24: unsafe unpackRows(source, 24, rows)
    case 25: unsafe unpackRows(source, 25, rows)
    case 26: unsafe unpackRows(source, 26, rows)
    case 27: unsafe unpackRows(source, 27, rows)
    case 28: unsafe unpackRows(source, 28, rows)
    case 29: unsafe unpackRows(source, 29, rows)
    case 30: unsafe unpackRows(source, 30, rows)
    case 31: unsafe unpackRows(source, 31, rows)
    case 32: unsafe unpackRows(source, 32, rows)
    default: unsafe rows.initializeMemory(as: UInt8.self, repeating: 0, count: 4 * blockSize)
    }
  }

  /// The body for one width: every shift is a constant once inlined and unrolled.
  @inline(__always)
  private static func unpackRows(_ source: UnsafeRawPointer, _ width: Int, _ output: UnsafeMutableRawPointer) {
    let mask = Row(repeating: width == 32 ? .max : (1 << UInt32(width)) &- 1)
    var word = unsafe source.loadUnaligned(as: Row.self)
    unsafe unpackRow(0, source, width, mask, &word, output)
    unsafe unpackRow(1, source, width, mask, &word, output)
    unsafe unpackRow(2, source, width, mask, &word, output)
    unsafe unpackRow(3, source, width, mask, &word, output)
    unsafe unpackRow(4, source, width, mask, &word, output)
    unsafe unpackRow(5, source, width, mask, &word, output)
    unsafe unpackRow(6, source, width, mask, &word, output)
    unsafe unpackRow(7, source, width, mask, &word, output)
    unsafe unpackRow(8, source, width, mask, &word, output)
    unsafe unpackRow(9, source, width, mask, &word, output)
    unsafe unpackRow(10, source, width, mask, &word, output)
    unsafe unpackRow(11, source, width, mask, &word, output)
    unsafe unpackRow(12, source, width, mask, &word, output)
    unsafe unpackRow(13, source, width, mask, &word, output)
    unsafe unpackRow(14, source, width, mask, &word, output)
    unsafe unpackRow(15, source, width, mask, &word, output)
    unsafe unpackRow(16, source, width, mask, &word, output)
    unsafe unpackRow(17, source, width, mask, &word, output)
    unsafe unpackRow(18, source, width, mask, &word, output)
    unsafe unpackRow(19, source, width, mask, &word, output)
    unsafe unpackRow(20, source, width, mask, &word, output)
    unsafe unpackRow(21, source, width, mask, &word, output)
    unsafe unpackRow(22, source, width, mask, &word, output)
    unsafe unpackRow(23, source, width, mask, &word, output)
    unsafe unpackRow(24, source, width, mask, &word, output)
    unsafe unpackRow(25, source, width, mask, &word, output)
    unsafe unpackRow(26, source, width, mask, &word, output)
    unsafe unpackRow(27, source, width, mask, &word, output)
    unsafe unpackRow(28, source, width, mask, &word, output)
    unsafe unpackRow(29, source, width, mask, &word, output)
    unsafe unpackRow(30, source, width, mask, &word, output)
    unsafe unpackRow(31, source, width, mask, &word, output)
  }

  /// One row of four: joins the end of a word with the beginning of the next where the row crosses it.
  @inline(__always)
  private static func unpackRow(
    _ row: Int, _ source: UnsafeRawPointer, _ width: Int, _ mask: Row, _ word: inout Row, _ output: UnsafeMutableRawPointer
  ) {
    let bit = row &* width
    let shift = UInt32(bit & 31)
    var value = word &>> Row(repeating: shift)
    let end = bit &+ width
    if end & 31 == 0 || (end >> 5) > (bit >> 5) {
      if row < 31 {
        word = unsafe source.loadUnaligned(fromByteOffset: (end >> 5) &* 16, as: Row.self)
        if end & 31 != 0 { value |= word &<< Row(repeating: 32 &- shift) }
      }
    }
    unsafe output.storeBytes(of: value & mask, toByteOffset: row &* 16, as: Row.self)
  }
}
