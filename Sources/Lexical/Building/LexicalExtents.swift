internal import Bytes
internal import Storage

/// The extents of the lexical part, in the order of the store.
///
/// | key | payload |
/// |---|---|
/// | `lengths` | number of terms of every document, less the least number with its norm: in 1, 2 or 4 bytes, as the greatest needs |
/// | `norms` | `LengthNorm` byte of every document |
/// | `postings` n | `PostingsList`s one after another in term order; first item: offset of its first byte over all; a list never crosses extents |
/// | `statistics` | UInt64s: documents, non-empty documents, total terms, unique terms, postings a block |
/// | `terms` n | `TermDictionary`; first item: number of its first term |
///
/// Lengths and norms stand in one extent each, whatever the collection, so that scoring finds a document without a search.
enum LexicalExtents {
  static let lengths = ExtentKey(.lexical, "lengths")
  static let norms = ExtentKey(.lexical, "norms")
  static let postings: ByteString = "postings"
  static let statistics = ExtentKey(.lexical, "statistics")
  static let terms: ByteString = "terms"

  /// A new extent of postings or terms begins when this many bytes are reached.
  static let targetBytes = 4 << 20

  static func postings(_ number: UInt32) -> ExtentKey { ExtentKey(.lexical, postings, number: number) }
  static func terms(_ number: UInt32) -> ExtentKey { ExtentKey(.lexical, terms, number: number) }
}
