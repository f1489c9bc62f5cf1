internal import Bytes
internal import Files

/// The formats of collections.
public enum CollectionFormat: String, CaseIterable, Sendable {
  /// `pid<TAB>text`, as MS MARCO's `collection.tsv`.
  case msmarco
  /// A BEIR folder or its `corpus.jsonl`: `_id`, `title`, `text`.
  case beir
  /// One object a line: `id`, `_id` or `docid`; `contents`, or `text` with an optional `title`.
  case jsonl
  /// SGML documents: `<DOC> <DOCNO> … </DOC>`.
  case trec
  /// Told by content, or by the files of a folder.
  case auto

  /// Files to look for when a folder is named.
  var namesInFolder: [String] {
    let names: [String] =
      switch self {
      case .msmarco: ["collection.tsv"]
      case .beir, .jsonl: ["corpus.jsonl"]
      case .trec: []
      case .auto: ["corpus.jsonl", "collection.tsv"]
      }
    return names.flatMap { [$0, $0 + ".gz", $0 + ".zst"] }
  }

  /// What ends a record.
  var recordEnd: BlockReader.RecordEnd { self == .trec ? .marker(Array("</DOC>".utf8)) : .line }

  /// The format that the beginning of a file shows, or nil. An empty file counts as the simplest format without any document.
  /// JSON counts as `jsonl`, which also reads what BEIR writes.
  static func detect(_ head: Span<UInt8>) -> CollectionFormat? {
    let content = head.trimmed(0..<head.count)
    if content.isEmpty { return .msmarco }
    switch head[content.lowerBound] {
    case UInt8(ascii: "{"): return .jsonl
    case UInt8(ascii: "<"): return MarkupSearch.first("<DOC>", in: head, content) == nil ? nil : .trec
    default: return looksLikeTSV(head) ? .msmarco : nil
    }
  }

  /// One id and one tab on the first line; more tabs would also fit a candidate file, so it is left to the caller to say.
  private static func looksLikeTSV(_ head: Span<UInt8>) -> Bool {
    let end = ByteSearch.first(10, in: head, 0..<head.count) ?? head.count
    guard let tab = ByteSearch.first(9, in: head, 0..<end), tab > 0 else { return false }
    for index in 0..<tab where isWhiteSpace(head[index]) { return false }
    return ByteSearch.first(9, in: head, (tab + 1)..<end) == nil
  }
}
