/// Memory for the buffers of one search, freed all at once when the search ends. Not shared between threads.
@safe final class Scratch {
  private var blocks: [UnsafeMutableRawPointer] = unsafe []

  /// Uninitialised room for `count` values, aligned to a cache line; valid as long as this object.
  @unsafe func allocate<Value: BitwiseCopyable>(_ type: Value.Type, _ count: Int) -> UnsafeMutablePointer<Value> {
    let block = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * MemoryLayout<Value>.stride, alignment: 64)
    unsafe blocks.append(block)
    return unsafe block.bindMemory(to: type, capacity: count)
  }

  deinit { unsafe blocks.forEach { unsafe $0.deallocate() } }
}
