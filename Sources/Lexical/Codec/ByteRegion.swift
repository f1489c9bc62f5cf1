/// Bytes that somebody else keeps alive: a part of a mapped extent, or an array in a test. Every `load` is checked against `count`.
///
/// A span could be held neither in a cursor's storage nor in an array, so this is a pointer whose validity is its maker's promise:
/// `LexicalIndex` retains its extents, and regions never leave a search. `@unchecked Sendable`: the bytes are never written.
@safe package struct ByteRegion: @unchecked Sendable {
  /// First byte.
  package let start: UnsafeRawPointer
  /// Number of bytes.
  package let count: Int

  /// Bytes from `start` on. The caller keeps them alive and unchanged as long as any copy of the region is used.
  @unsafe package init(start: UnsafeRawPointer, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  /// No bytes.
  package static var empty: ByteRegion {
    unsafe ByteRegion(start: UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped, count: 0)
  }

  /// A part, or nil when it does not lie inside.
  package func part(_ offset: Int, _ length: Int) -> ByteRegion? {
    guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
    return unsafe ByteRegion(start: start + offset, count: length)
  }

  /// A little-endian 32-bit integer, 0 when it does not lie inside.
  package func uint32(at offset: Int) -> UInt32 {
    guard offset >= 0, offset <= count - 4 else { return 0 }
    return unsafe UInt32(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// A little-endian 64-bit integer, 0 when it does not lie inside.
  package func uint64(at offset: Int) -> UInt64 {
    guard offset >= 0, offset <= count - 8 else { return 0 }
    return unsafe UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Byte order against other bytes; negative when this comes first.
  package func compare(_ other: ByteRegion) -> Int {
    let common = min(count, other.count)
    for index in 0..<common {
      let left = unsafe start.load(fromByteOffset: index, as: UInt8.self)
      let right = unsafe other.start.load(fromByteOffset: index, as: UInt8.self)
      if left != right { return left < right ? -1 : 1 }
    }
    return count - other.count
  }

  /// A copy.
  package var bytes: [UInt8] { unsafe Array(UnsafeRawBufferPointer(start: start, count: count)) }
}
