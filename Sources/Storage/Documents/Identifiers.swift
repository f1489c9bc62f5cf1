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
      guard block.firstItem == next, block.byteCount / 4 >= IdentifierGroup.count(of: block.itemCount) else {
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
  func identifier(_ number: Int) throws -> ByteString { ByteString(try bytes(number)) }

  /// Negative, zero or positive as the document's id comes before, is, or comes after the given one.
  func compare(_ number: Int, with id: ByteString) throws -> Int {
    let mine = try bytes(number)
    let its = id.bytes
    for index in 0..<min(mine.count, its.count) where mine[index] != its[index] { return mine[index] < its[index] ? -1 : 1 }
    return mine.count - its.count
  }

  private func bytes(_ number: Int) throws -> [UInt8] {
    let block = blocks[blocks.lastIndex(holding: { $0.firstItem <= UInt64(number) })]
    let (group, index) = (number - Int(block.firstItem)).quotientAndRemainder(dividingBy: IdentifierGroup.size)
    let range = try place(of: group, in: block)
    let bytes = block.bytes
    guard let id = IdentifierGroup.identifier(index, in: bytes.extracting(range)) else {
      throw block.damaged("its ids do not decode")
    }
    return id
  }

  private func place(of group: Int, in block: MappedExtent) throws -> Range<Int> {
    let ends = block.uint32s
    let table = 4 * IdentifierGroup.count(of: block.itemCount)
    let start = table + (group == 0 ? 0 : Int(ends[group - 1]))
    let end = table + Int(ends[group])
    guard start <= end, end <= block.byteCount else { throw block.damaged("the ends of its ids are out of order") }
    return start..<end
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
