public import Bytes
public import Storage

/// What makes a lexical part one of impacts: an extent `impacts`, the first of the part, that only such indexes have. Its payload says how
/// the impacts came about, as text.
///
/// Without it BM25 would take impacts for frequencies and nobody would notice.
public enum ImpactMark {
  static let key = ExtentKey(.lexical, "impacts")

  /// Writes the mark; to be called before the builder or the merge writes the part.
  /// - Parameter rule: how weights became impacts, for people: "as given", or a formula.
  public static func write(_ rule: ByteString, into writer: inout StoreWriter) throws {
    try writer.append(key, itemCount: 1, payload: rule.bytes)
  }

  /// The rule in a snapshot; nil when its lexical part is one of texts.
  static func read(_ snapshot: Snapshot) throws -> ByteString? {
    guard let extent = try snapshot.extent(key) else { return nil }
    return ByteString(ByteRegion(extent).bytes)
  }
}
