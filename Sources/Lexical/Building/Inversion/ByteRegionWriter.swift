/// Room that is filled from its beginning; somebody else keeps it alive.
@safe struct ByteRegionWriter {
  private var next: UnsafeMutableRawPointer
  /// Bytes left.
  private(set) var remaining: Int

  /// Room of `count` bytes.
  @unsafe init(_ start: UnsafeMutablePointer<UInt8>, count: Int) {
    unsafe next = UnsafeMutableRawPointer(start)
    remaining = count
  }

  /// No room.
  static var empty: ByteRegionWriter {
    unsafe ByteRegionWriter(UnsafeMutablePointer(bitPattern: 1).unsafelyUnwrapped, count: 0)
  }

  /// Copies bytes; returns the copy. Precondition: there is room for them.
  mutating func append(_ bytes: ByteRegion) -> ByteRegion {
    precondition(bytes.count <= remaining)
    unsafe next.copyMemory(from: bytes.start, byteCount: bytes.count)
    defer {
      unsafe next += bytes.count
      remaining -= bytes.count
    }
    return unsafe ByteRegion(start: UnsafeRawPointer(next), count: bytes.count)
  }
}
