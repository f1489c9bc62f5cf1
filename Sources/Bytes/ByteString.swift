/// An immutable string of bytes: document ids, query ids, index terms.
///
/// Equality, order and hashing are by bytes, as Lucene and trec_eval compare ids. Swift's `String` compares by canonical
/// equivalence and would merge ids that differ, so it is never used as a key.
public struct ByteString: Hashable, Sendable {
  /// The bytes, in no particular encoding.
  public let bytes: [UInt8]

  /// Wraps bytes as they are.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Copies a slice of bytes.
  public init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

  /// The UTF-8 bytes of a string.
  public init(_ string: String) { bytes = Array(string.utf8) }

  /// Number of bytes.
  public var count: Int { bytes.count }

  /// True when there is no byte.
  public var isEmpty: Bool { bytes.isEmpty }

  /// The bytes as text for people; bytes that are not UTF-8 show as U+FFFD. Never use it as a key.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// True when a byte is white space in TREC's sense (space, tab, line feed, vertical tab, form feed, carriage return).
  public var containsWhiteSpace: Bool { bytes.contains { $0 == 32 || ($0 >= 9 && $0 <= 13) } }
}

extension ByteString: Comparable {
  /// Byte order, as `strcmp` and Lucene's `BytesRef` have it; a prefix comes first.
  public static func < (left: ByteString, right: ByteString) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

extension ByteString: ExpressibleByStringLiteral {
  /// The UTF-8 bytes of a literal.
  public init(stringLiteral value: String) { self.init(value) }
}

extension ByteString: CustomStringConvertible {
  /// Same as `text`.
  public var description: String { text }
}
