extension ByteRegion {
  /// The bytes of a buffer, under the same promise as `init(start:count:)`.
  @unsafe init(_ buffer: UnsafeRawBufferPointer) {
    guard let base = buffer.baseAddress else {
      self = .empty
      return
    }
    unsafe self.init(start: base, count: buffer.count)
  }

  /// The first eight bytes as a big-endian number, zeros behind the last: where two differ, they are ordered as the bytes are.
  var prefix: UInt64 {
    if count >= 8 { return unsafe UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)) }
    var prefix: UInt64 = 0
    for index in 0..<8 {
      prefix = unsafe prefix << 8 | (index < count ? UInt64(start.load(fromByteOffset: index, as: UInt8.self)) : 0)
    }
    return prefix
  }

  /// Appends the bytes to an array.
  func copy(to bytes: inout [UInt8]) {
    unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
  }
}

extension ByteRegion {
  /// A byte, 0 when it does not lie inside.
  func byte(at offset: Int) -> UInt8 {
    guard offset >= 0, offset < count else { return 0 }
    return unsafe start.load(fromByteOffset: offset, as: UInt8.self)
  }

  /// A little-endian 16-bit integer, 0 when it does not lie inside.
  func uint16(at offset: Int) -> UInt32 {
    guard offset >= 0, offset <= count - 2 else { return 0 }
    return unsafe UInt32(UInt16(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
  }
}
