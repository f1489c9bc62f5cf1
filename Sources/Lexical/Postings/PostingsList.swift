/// The postings of one term as stored bytes; `PostingsListWriter` writes them.
///
/// A list of at most one block is that block alone (see `PostingsBlock`). A longer list of n blocks keeps navigation apart from raw data:
/// ```
/// last document of every block                          n                x UInt32
/// where 32 blocks' raw bytes and impacts begin          2 x ceil(n / 32) x UInt32
/// end of the impacts, those of the whole list the last                     UInt32
/// end of every block's raw bytes and impacts from there 2 x n            x UInt16
/// impacts                                               see Impacts
/// raw blocks
/// ```
/// All integers little-endian, at any address.
package struct PostingsList: Sendable {
  /// The stored bytes.
  let bytes: ByteRegion
  /// Documents that contain the term.
  package let documentFrequency: Int
  /// Postings a block, 128 but in tests.
  let blockSize: Int
  /// Number of blocks.
  package let blockCount: Int
  /// Documents are below this.
  let documentLimit: UInt32
  /// Where the ends of blocks begin.
  private let endsStart: Int
  private let impactsStart: Int
  private let rawStart: Int

  /// Blocks whose ends are counted from one place: as many as fit in 16 bits, a block taking less than 2 KiB.
  static let groupSize = 32

  /// Groups of so many blocks.
  static func groups(of blocks: Int) -> Int { (blocks + groupSize - 1) / groupSize }

  /// A view of a list; refuses bytes too short for their navigation.
  package init(
    _ bytes: ByteRegion, documentFrequency: Int, blockSize: Int, documentLimit: UInt32
  ) throws(LexicalError) {
    let count = (documentFrequency + blockSize - 1) / blockSize
    self.bytes = bytes
    self.documentFrequency = documentFrequency
    self.blockSize = blockSize
    self.documentLimit = documentLimit
    blockCount = count
    endsStart = 4 * count + 8 * Self.groups(of: count) + 4
    impactsStart = count > 1 ? endsStart + 4 * count : 0
    guard bytes.count >= impactsStart else {
      throw .corrupt(structure: "postings list", detail: "\(count) blocks in \(bytes.count) bytes")
    }
    let impactBytes = count > 1 ? Int(bytes.uint32(at: endsStart - 4)) : 0
    rawStart = impactsStart + impactBytes
    guard rawStart <= bytes.count else {
      throw .corrupt(structure: "postings list", detail: "impacts end at \(rawStart) of \(bytes.count) bytes")
    }
  }

  /// Navigation of a long list exists: blocks can be skipped and have stored impacts.
  package var hasNavigation: Bool { blockCount > 1 }

  /// The last document of a block of a list with navigation.
  @inline(__always)
  package func last(_ block: Int) -> UInt32 { bytes.uint32(at: 4 &* block) }

  /// Where a block's documents may begin.
  func base(_ block: Int) -> UInt32 { block == 0 ? 0 : last(block - 1) &+ 1 }

  /// Where a block's raw bytes (0) or its impacts (1) end.
  @inline(__always)
  private func end(_ block: Int, _ kind: Int) -> Int {
    let base = bytes.uint32(at: 4 &* blockCount &+ 8 &* (block / Self.groupSize) &+ 4 &* kind)
    return Int(base &+ bytes.uint16(at: endsStart &+ 4 &* block &+ 2 &* kind))
  }

  /// Postings in a block.
  func count(_ block: Int) -> Int { min(blockSize, documentFrequency - block * blockSize) }

  /// The raw bytes of a block.
  func raw(_ block: Int) throws(LexicalError) -> ByteRegion {
    guard hasNavigation else { return bytes }
    let start = block == 0 ? 0 : end(block - 1, 0)
    let end = end(block, 0)
    guard let part = bytes.part(rawStart + start, end - start) else {
      throw .corrupt(structure: "postings list", detail: "block \(block) at \(start)..<\(end) of \(bytes.count) bytes")
    }
    return part
  }

  /// The stored impacts of a block, or of the whole list at `blockCount`; nil when their place is damaged.
  func impacts(_ block: Int) -> ByteRegion? {
    let start = block == 0 ? 0 : end(block &- 1, 1)
    let end = block == blockCount ? rawStart &- impactsStart : end(block, 1)
    return bytes.part(impactsStart &+ start, end &- start)
  }

  /// The first block from `block` on whose last document is at least `document`; `blockCount` when there is none.
  package func seek(_ document: UInt32, from block: Int) -> Int {
    var low = block
    var step = 1
    while low &+ step < blockCount, last(low &+ step &- 1) < document {
      low &+= step
      step &*= 2
    }
    var high = min(blockCount, low &+ step)
    while low < high {
      let middle = (low &+ high) / 2
      if last(middle) < document { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
