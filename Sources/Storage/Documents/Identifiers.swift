internal import Bytes

/// External ids by document number, from the map.
struct Identifiers: Sendable {
  private let blocks: [MappedExtent]
  private let path: String
  let count: Int

  /// Checks that the blocks follow each other without a gap and have room for their tables.
  init(_ snapshot: Snapshot) throws {
    path = snapshot.environment.path
    blocks = try snapshot.extents(of: .documents, name: DocumentLayout.identifiers)
    var next: UInt64 = 0
    for block in blocks {
      guard block.firstItem == next, block.byteCount / 4 >= block.itemCount else {
        throw block.damaged("its ids do not follow the block before")
      }
      next += UInt64(block.itemCount)
    }
    guard !blocks.isEmpty, next < UInt64(UInt32.max) else {
      throw StorageError.missingExtent(path: path, key: ExtentKey(.documents, DocumentLayout.identifiers))
    }
    count = Int(next)
  }

  /// The id of a document. Precondition: its number is below `count`.
  func identifier(_ number: Int) throws -> ByteString {
    let (block, range) = try place(number)
    let bytes = block.bytes
    return ByteString(bytes.extracting(range).copy)
  }

  /// Negative, zero or positive as the document's id comes before, is, or comes after the given one.
  func compare(_ number: Int, with id: ByteString) throws -> Int {
    let (block, range) = try place(number)
    let bytes = block.uint8s
    let other = id.bytes.span
    for index in 0..<min(range.count, other.count) {
      let (mine, its) = (bytes[range.lowerBound + index], other[index])
      if mine != its { return mine < its ? -1 : 1 }
    }
    return range.count - other.count
  }

  private func place(_ number: Int) throws -> (MappedExtent, Range<Int>) {
    let block = blocks[blocks.lastIndex(holding: { $0.firstItem <= UInt64(number) })]
    let index = number - Int(block.firstItem)
    let ends = block.uint32s
    let table = 4 * block.itemCount
    let start = table + (index == 0 ? 0 : Int(ends[index - 1]))
    let end = table + Int(ends[index])
    guard start <= end, end <= block.byteCount else { throw block.damaged("the ends of its ids are out of order") }
    return (block, start..<end)
  }
}

extension [MappedExtent] {
  /// The last of ascending extents that satisfies a condition which holds for the first ones only; 0 when none does.
  func lastIndex(holding condition: (MappedExtent) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return Swift.max(0, low - 1)
  }
}
