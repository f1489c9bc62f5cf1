/// The place of each document in the byte order of external ids: what settles ties between equal scores.
public struct TieRanks: Sendable {
  /// Documents of one block: all but the last are full.
  public static let blockSize = DocumentLayout.rankBlock

  let table: NumberTable

  /// Number of documents.
  public var count: Int { table.count }

  /// The rank of a document in constant time; UInt32.max for a number that is no document's.
  public subscript(document: UInt32) -> UInt32 { table[Int(document)] }

  /// Number of blocks; one up to `blockSize` documents.
  public var blockCount: Int { table.blockCount }

  /// A block whose `uint32s` are the ranks of documents from `index * blockSize` on. Precondition: `index` is below `blockCount`.
  public func block(_ index: Int) -> MappedExtent { table.block(index) }
}
