internal import Bytes

/// One 32-bit number a document, in blocks of a fixed size, straight from the map.
@safe final class NumberTable: @unchecked Sendable {  // the memory never changes
  private let blocks: [MappedExtent]
  private let bases: [UnsafePointer<UInt32>]
  let count: Int

  /// Checks that the blocks hold exactly `count` numbers.
  init(_ snapshot: Snapshot, name: ByteString, count: Int) throws {
    blocks = try snapshot.extents(of: .documents, name: name)
    unsafe bases = blocks.map { block in
      let numbers = block.uint32s
      return unsafe numbers.withUnsafeBufferPointer { $0.baseAddress! }
    }
    self.count = count
    let size = DocumentLayout.rankBlock
    for (index, block) in blocks.enumerated() {
      let expected = min(size, count - min(count, index * size))
      guard block.firstItem == UInt64(index * size), block.itemCount == expected, block.byteCount == 4 * expected else {
        throw block.damaged("it does not hold the numbers of \(expected) documents")
      }
    }
    guard blocks.count == max(1, (count + size - 1) / size) else {
      throw StorageError.missingExtent(
        path: snapshot.environment.path, key: ExtentKey(.documents, name, number: UInt32(blocks.count)))
    }
  }

  /// The number at an index; UInt32.max past the end.
  subscript(index: Int) -> UInt32 {
    guard index >= 0 && index < count else { return UInt32.max }
    return unsafe bases[index / DocumentLayout.rankBlock][index % DocumentLayout.rankBlock]
  }

  var blockCount: Int { blocks.count }

  func block(_ index: Int) -> MappedExtent { blocks[index] }
}
