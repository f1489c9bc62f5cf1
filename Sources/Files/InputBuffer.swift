/// Stored bytes waiting to be decoded, and where they stand in the file.
@safe final class InputBuffer {
  let source: Descriptor
  private let storage: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0

  init(source: Descriptor, capacity: Int = 256 << 10) {
    self.source = source
    unsafe storage = .allocate(byteCount: capacity, alignment: 64)
  }

  deinit { unsafe storage.deallocate() }

  /// Bytes read from the file and not yet consumed.
  var available: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: storage[start..<end]) }

  /// Number of bytes in `available`.
  var count: Int { end - start }

  /// Position in the stored file of the first byte of `available`.
  var offset: Int { source.offset - count }

  func consume(_ count: Int) { start += count }

  /// Reads more behind what is there; false when the file has ended. What is left moves to the front.
  func refill() throws(FilesError) -> Bool {
    if start > 0 {
      unsafe storage.copyMemory(from: available)
      end -= start
      start = 0
    }
    let added = unsafe try source.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[end...]))
    end += added
    return added > 0
  }

  /// True when there is something to decode, after reading more if need be; false at the end of the file.
  func hasBytes() throws(FilesError) -> Bool {
    if count > 0 { return true }
    return try refill()
  }

  /// The first bytes of the file, at most `count`, without consuming them.
  func peek(_ count: Int) throws(FilesError) -> [UInt8] {
    while self.count < count, try refill() {}
    return unsafe Array(available.prefix(count))
  }
}
