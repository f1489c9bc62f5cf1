internal import Bytes

/// Terms one after another in one array of bytes, reused from text to text.
public struct TermBuffer: Sendable {
  /// The terms' bytes (UTF-8), without separators.
  public internal(set) var bytes: [UInt8] = []

  /// The position in `bytes` after each term.
  public internal(set) var ends: [Int32] = []

  /// True when terms were left out because `bytes` would have passed 2^31 - 1.
  public internal(set) var isFull = false

  /// An empty buffer.
  public init() {}

  /// Number of terms.
  public var count: Int { ends.count }

  /// True when there is no term.
  public var isEmpty: Bool { ends.isEmpty }

  /// Where a term lies in `bytes`.
  @inlinable public func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }

  /// The bytes of a term.
  public subscript(index: Int) -> ArraySlice<UInt8> { bytes[range(index)] }

  /// Empties the buffer.
  public mutating func removeAll(keepingCapacity: Bool = true) {
    bytes.removeAll(keepingCapacity: keepingCapacity)
    ends.removeAll(keepingCapacity: keepingCapacity)
    isFull = false
  }

  /// Appends a term.
  public mutating func append(_ term: Span<UInt8>) {
    guard hasRoom(for: term.count) else { return }
    for index in term.indices { bytes.append(term[index]) }
    ends.append(Int32(truncatingIfNeeded: bytes.count))
  }

  /// False, and the buffer is marked full, when so many more bytes would pass the limit of the positions in `ends`.
  mutating func hasRoom(for count: Int) -> Bool {
    if count <= Int(Int32.max) - bytes.count { return true }
    isFull = true
    return false
  }
}
