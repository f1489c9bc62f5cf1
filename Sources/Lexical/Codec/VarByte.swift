/// Unsigned integers in groups of seven bits, the lowest group first; the high bit says that another byte follows.
package enum VarByte {
  /// Appends an integer.
  package static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}

/// Reads numbers one after another from a region; never reads beyond it. Once it has failed it yields zeros, and `failed` stays true.
@safe package struct ByteCursor {
  private var next: UnsafeRawPointer
  private let end: UnsafeRawPointer
  /// True after a read beyond the end or an integer longer than ten bytes.
  package private(set) var failed = false

  /// Reads a region from an offset on; an offset outside it fails at once.
  package init(_ region: ByteRegion, at offset: Int = 0) {
    failed = offset < 0 || offset > region.count
    unsafe next = region.start + (failed ? region.count : offset)
    unsafe end = region.start + region.count
  }

  /// Bytes left.
  package var remaining: Int { unsafe end - next }

  /// The next variable-length integer.
  package mutating func integer() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while unsafe next < end, shift < 70 {
      let byte = unsafe next.load(as: UInt8.self)
      unsafe next += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    failed = true
    return 0
  }

  /// The same, quick where most integers have one byte.
  @inline(__always)
  mutating func shortInteger() -> UInt64 {
    if unsafe next < end {
      let byte = unsafe next.load(as: UInt8.self)
      if byte < 0x80 {
        unsafe next += 1
        return UInt64(byte)
      }
    }
    return integer()
  }

  /// The next byte.
  package mutating func byte() -> UInt8 {
    guard unsafe next < end else {
      failed = true
      return 0
    }
    defer { unsafe next += 1 }
    return unsafe next.load(as: UInt8.self)
  }

  /// The next `count` bytes as a region.
  package mutating func region(_ count: Int) -> ByteRegion {
    guard count >= 0, count <= remaining else {
      failed = true
      return .empty
    }
    defer { unsafe next += count }
    return unsafe ByteRegion(start: next, count: count)
  }
}
