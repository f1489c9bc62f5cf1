internal import Bytes

/// The place of each document in the byte order of external ids: what settles ties between equal scores.
///
/// One extent, whatever the collection: hot loops take `extent.uint32s` once and index it by document number.
public struct TieRanks: Sendable {
  /// Where an index keeps it, for modules that need nothing else of the documents.
  public static let key = DocumentLayout.ranks
  /// One UInt32 a document.
  public let extent: MappedExtent

  init(_ snapshot: Snapshot, count: Int) throws {
    extent = try snapshot.require(DocumentLayout.ranks)
    guard extent.itemCount == count, extent.byteCount == 4 * count else {
      throw extent.damaged("it does not hold the numbers of \(count) documents")
    }
  }

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

  /// Document numbers by rank.
  func inverse() throws -> [UInt32] {
    let extent = extent
    let ranks = extent.uint32s
    var numbers = [UInt32](repeating: .max, count: count)
    for document in 0..<count {
      let rank = Int(ranks[document])
      guard rank < count, numbers[rank] == .max else {
        throw extent.damaged("two documents have rank \(rank), or it is too great")
      }
      numbers[rank] = UInt32(document)
    }
    return numbers
  }
}
