/// Bytes at one address until more are appended than there is room for.
@safe final class GrowingBuffer {
  private var start: UnsafeMutableRawPointer
  private var capacity: Int
  private var count = 0

  init(capacity: Int = 4096) {
    self.capacity = capacity
    unsafe start = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { unsafe start.deallocate() }

  /// The bytes, valid until the next change.
  var region: ByteRegion { unsafe ByteRegion(start: UnsafeRawPointer(start), count: count) }

  /// Keeps the room.
  func removeAll() { count = 0 }

  func append(_ bytes: ByteRegion) {
    if capacity - count < bytes.count { grow(to: count + bytes.count) }
    unsafe (start + count).copyMemory(from: bytes.start, byteCount: bytes.count)
    count += bytes.count
  }

  private func grow(to needed: Int) {
    let larger = max(needed, 2 * capacity)
    let room = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
    unsafe room.copyMemory(from: start, byteCount: count)
    unsafe start.deallocate()
    unsafe start = room
    capacity = larger
  }
}
