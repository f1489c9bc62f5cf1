/// Working memory of training's products: grows to what the largest needs and is used again. One for each caller; a call's fork shares it.
@safe public struct ProductScratch: ~Copyable, @unchecked Sendable {
  // Unique ownership: the memory is freed by deinit and never shared. Sendable for that reason.
  private var memory: UnsafeMutablePointer<Float>
  private var capacity = 0

  /// Memory that nothing has been asked of yet.
  public init() { unsafe memory = allocateUninitializedFloats(0) }

  deinit { unsafe freeFloats(memory, capacity) }

  /// `count` floats of any value, at a 64-byte boundary, until the next call.
  mutating func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    if count > capacity {
      unsafe freeFloats(memory, capacity)
      unsafe memory = allocateUninitializedFloats(count)
      capacity = count
    }
    return unsafe memory
  }
}
