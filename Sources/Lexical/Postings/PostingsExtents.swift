/// The postings extents of an index, addressed by one 64-bit offset over all of them.
struct PostingsExtents: Sendable {
  private let extents: [(first: UInt64, bytes: ByteRegion)]

  /// Extents with the offsets of their first bytes, ascending.
  init(_ extents: [(first: UInt64, bytes: ByteRegion)]) { self.extents = extents }

  /// Bytes in all of them.
  var byteCount: Int { extents.reduce(0) { $0 + $1.bytes.count } }

  /// The bytes of one list.
  func list(at offset: UInt64, count: Int) throws(LexicalError) -> ByteRegion {
    var low = 0
    var high = extents.count
    while low < high {
      let middle = (low + high) / 2
      if extents[middle].first <= offset { low = middle + 1 } else { high = middle }
    }
    if low > 0 {
      let extent = extents[low - 1]
      if let bytes = extent.bytes.part(Int(clamping: offset - extent.first), count) { return bytes }
    }
    throw .corrupt(structure: "term dictionary", detail: "a list of \(count) bytes at \(offset) is in no postings extent")
  }
}
