/// A set of documents to which hits are restricted.
public struct AllowedDocuments: Sendable, Equatable {
  private var words: [UInt64]
  /// How many.
  public private(set) var count = 0

  /// Documents by their numbers. Precondition: each is below `total`.
  public init(_ documents: some Sequence<UInt32>, of total: Int) {
    words = Array(repeating: 0, count: total / 64 + 1)
    for document in documents where !contains(document) {
      precondition(Int(document) < total)
      words[Int(document) >> 6] |= 1 << UInt64(document & 63)
      count += 1
    }
  }

  /// True when a document is among them.
  @inline(__always)
  public func contains(_ document: UInt32) -> Bool { words[Int(document) >> 6] >> UInt64(document & 63) & 1 == 1 }

  /// Their numbers, ascending.
  public var documents: [UInt32] {
    var all: [UInt32] = []
    all.reserveCapacity(count)
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        all.append(UInt32(64 * index + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return all
  }
}
