/// A growing table whose elements, of a size that divides a cache line's, never lie across two lines.
@safe struct LineTable<Element: BitwiseCopyable>: ~Copyable {
  private var start: UnsafeMutablePointer<Element>
  private var capacity = 0
  private(set) var count = 0

  init() { unsafe start = Self.room(for: 0) }

  deinit { unsafe UnsafeMutableRawPointer(start).deallocate() }

  private static func room(for count: Int) -> UnsafeMutablePointer<Element> {
    let bytes = count * MemoryLayout<Element>.stride
    return unsafe UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).bindMemory(to: Element.self, capacity: count)
  }

  /// Bytes of memory, the room that nobody used yet included.
  var heldBytes: Int { capacity * MemoryLayout<Element>.stride }

  subscript(index: Int) -> Element {
    @inline(__always) get {
      precondition(index >= 0 && index < count)
      return unsafe start[index]
    }
    @inline(__always) _modify {
      precondition(index >= 0 && index < count)
      yield unsafe &start[index]
    }
  }

  /// Where an element stands until the table grows; one behind the last is nowhere, but can be asked for.
  @inline(__always)
  func address(_ index: Int) -> UnsafeRawPointer { unsafe UnsafeRawPointer(start + index) }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { reserve(max(64, 2 * capacity)) }
    unsafe start[count] = element
    count += 1
  }

  /// Keeps the room.
  mutating func removeAll() { count = 0 }

  /// Makes the table one of so many equal elements.
  mutating func fill(_ count: Int, with element: Element) {
    self.count = 0
    reserve(count)
    unsafe start.update(repeating: element, count: count)
    self.count = count
  }

  private mutating func reserve(_ wanted: Int) {
    if wanted <= capacity { return }
    let larger = unsafe Self.room(for: wanted)
    unsafe larger.update(from: start, count: count)
    unsafe UnsafeMutableRawPointer(start).deallocate()
    unsafe start = larger
    capacity = wanted
  }
}
