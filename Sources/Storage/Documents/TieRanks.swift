internal import Bytes

/// The place of each document in the byte order of external ids: what settles ties between equal scores.
///
/// One extent, whatever the collection: hot loops take `extent.uint32s` once and index it by document number.
public struct TieRanks: Sendable {
  /// Where an index keeps it, for modules that need nothing else of the documents.
  public static let key = DocumentLayout.ranks
  /// One UInt32 a document.
  public let extent: MappedExtent

  init(_ snapshot: Snapshot, count: Int) throws { extent = try TieRanks.numbers(snapshot, DocumentLayout.ranks, count: count) }

  /// Number of documents.
  public var count: Int { extent.itemCount }

  /// The rank of a document; UInt32.max for a number that is no document's.
  public subscript(document: UInt32) -> UInt32 { Int(document) < count ? extent.uint32s[Int(document)] : UInt32.max }

  /// A copy: four bytes a document.
  public var array: [UInt32] {
    let numbers = extent.uint32s
    return unsafe [UInt32](unsafeUninitializedCapacity: numbers.count) { target, filled in
      for index in numbers.indices { unsafe target.initializeElement(at: index, to: numbers[index]) }
      filled = numbers.count
    }
  }

  /// An extent of one UInt32 a document.
  static func numbers(_ snapshot: Snapshot, _ key: ExtentKey, count: Int) throws -> MappedExtent {
    let extent = try snapshot.require(key)
    guard extent.itemCount == count, extent.byteCount == 4 * count else {
      throw extent.damaged("it does not hold the numbers of \(count) documents")
    }
    return extent
  }
}
