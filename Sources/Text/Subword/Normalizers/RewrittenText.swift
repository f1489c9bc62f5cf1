/// Writes a text made from the bytes of another: for each byte the place in the other that it stands for.
///
/// What does not fit into the room that it is given is left out.
struct RewrittenText: ~Copyable, ~Escapable {
  private(set) var count = 0
  private var bytes: MutableSpan<UInt8>
  /// Empty when places are not asked for.
  private var sources: MutableSpan<Int32>

  @_lifetime(copy bytes, copy sources)
  init(into bytes: consuming MutableSpan<UInt8>, sources: consuming MutableSpan<Int32>) {
    self.bytes = bytes
    self.sources = sources
  }

  /// Adds a byte that stands for one place.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func append(_ byte: UInt8, source: Int) {
    guard count < bytes.count else { return }
    bytes[count] = byte
    if count < sources.count { sources[count] = Int32(truncatingIfNeeded: source) }
    count += 1
  }

  /// Adds bytes that stand for one place.
  @_lifetime(self: copy self)
  mutating func append(_ new: [UInt8], source: Int) {
    for byte in new { append(byte, source: source) }
  }
}
