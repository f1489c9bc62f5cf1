public import Bytes

/// A document's terms with their impacts, as learned-sparse models give them: whole numbers that stand where term frequencies stand.
///
/// Flat, for such documents have hundreds of terms: the bytes of all terms in one array. Where a term is repeated, the last counts.
public struct ImpactVector: Equatable, Sendable {
  /// The terms, one after another. No analysis: bytes are bytes.
  public private(set) var bytes: [UInt8] = []
  /// For each term the end of its bytes.
  public private(set) var ends: [Int] = []
  /// For each term its impact, >= 1.
  public private(set) var impacts: [UInt32] = []

  /// The greatest impact that postings hold.
  public static let greatestImpact = UInt32(Int32.max)

  /// A vector without terms.
  public init() {}

  /// Number of terms.
  public var count: Int { impacts.count }

  /// Where the bytes of a term stand.
  public func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

  /// Adds a term. An impact of 0 adds nothing to any score, so the term is passed over. Precondition: `impact` is at most `greatestImpact`.
  public mutating func append(_ term: Span<UInt8>, impact: UInt32) {
    if impact == 0 { return }
    unsafe term.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    ends.append(bytes.count)
    impacts.append(impact)
  }

  /// Terms and impacts, in order.
  public var entries: [(term: ByteString, impact: UInt32)] {
    impacts.indices.map { (ByteString(bytes[range($0)]), impacts[$0]) }
  }
}

/// A term of a query with its weight, as a learned-sparse model gives it.
public struct TermWeight: Equatable, Sendable {
  /// The term. No analysis: bytes are bytes.
  public var term: ByteString
  /// Its weight; > 0 and finite.
  public var weight: Float

  /// A weighted term.
  public init(term: ByteString, weight: Float) {
    self.term = term
    self.weight = weight
  }
}
