internal import Bytes

/// External ids by document number, wherever they are kept.
protocol IdentifierList {
  /// Number of ids.
  var count: Int { get }
  /// Bytes of the ids of the documents 0...`number`.
  func end(_ number: Int) -> Int
  /// The id of a document.
  func identifier(_ number: Int) -> ArraySlice<UInt8>
}

extension IdentifierList {
  /// Bytes of the ids before a document.
  func start(_ number: Int) -> Int { number == 0 ? 0 : end(number - 1) }
}

/// Writes ids in document order, and their ranks, as extents.
enum IdentifierExtents {
  /// Writes `identifiers/n`. Where an extent ends depends on the ids alone.
  static func write(_ list: some IdentifierList, into writer: inout StoreWriter) throws {
    var first = 0
    var number: UInt32 = 0
    repeat {
      let start = list.start(first)
      var last = min(first + DocumentLayout.identifierBlock, list.count)
      while last > first + 1 && list.end(last - 1) - start > DocumentLayout.identifierBytes { last -= max(1, (last - first) / 8) }
      let range = first..<max(last, min(first + 1, list.count))
      try write(range, of: list, number: number, into: &writer)
      first = range.upperBound
      number += 1
    } while first < list.count
  }

  private static func write(
    _ range: Range<Int>, of list: some IdentifierList, number: UInt32, into writer: inout StoreWriter
  ) throws {
    var payload: [UInt8] = []
    var ids: [UInt8] = []
    for first in stride(from: range.lowerBound, to: range.upperBound, by: IdentifierGroup.size) {
      var previous: ArraySlice<UInt8> = []
      for document in first..<min(first + IdentifierGroup.size, range.upperBound) {
        let id = list.identifier(document)
        IdentifierGroup.append(id, after: previous, to: &ids)
        previous = id
      }
      payload.append(littleEndian: UInt32(ids.count))
    }
    payload += ids
    let key = ExtentKey(.documents, DocumentLayout.identifiers, number: number)
    try writer.append(key, firstItem: UInt64(range.lowerBound), itemCount: range.count, payload: payload)
  }

  /// Writes the place of each document in the order of ids as one extent.
  static func write(ranks: [UInt32], into writer: inout StoreWriter) throws {
    let bytes = unsafe ranks.span.bytes  // UInt32 has no padding; the machine is little-endian
    try writer.append(DocumentLayout.ranks, itemCount: ranks.count, payload: bytes)
  }
}
