internal import Bytes
internal import Files

/// The formats of training files.
public enum TrainingFormat: String, CaseIterable, Sendable {
  /// `query<TAB>positive<TAB>negative`, as MS MARCO's `triples.train.small.tsv`.
  case triples
  /// `qid<TAB>pid<TAB>pid`, as MS MARCO's `qidpidtriples`, or ColBERT's arrays `[qid, pid, pid, …]`; needs queries and passages.
  case ids
  /// `query<TAB>passage<TAB>label`.
  case pairs
  /// One object a line: triplets, labelled pairs or lists (see `JSONExamples`).
  case jsonl
  /// `ms_marco` v1.1: queries with their passages and `is_selected`.
  case msmarco = "ms-marco"
  /// Tevatron's JSON lines, older and newer.
  case tevatron
  /// FlagEmbedding's JSON lines.
  case flagEmbedding = "flagembedding"
  /// Told by the first line.
  case auto

  /// The reader of one line.
  func records(_ options: TrainingFileOptions, file: String) throws -> any ExampleRecords {
    switch self {
    case .triples, .auto: TextTriples()
    case .ids: try IDTriples(options, file: file)
    case .pairs: LabelledPairs(options: options)
    case .jsonl: JSONExamples(options: options)
    case .msmarco: MSMARCOPassages(options: options)
    case .tevatron: TevatronExamples(options: options)
    case .flagEmbedding: FlagEmbeddingExamples(options: options)
    }
  }

  /// The format that a first line shows, or nil.
  static func detect(_ line: Span<UInt8>) -> TrainingFormat? {
    let content = line.trimmed(0..<line.count)
    if content.isEmpty { return .triples }
    switch line[content.lowerBound] {
    case UInt8(ascii: "{"): return detectObject(line)
    case UInt8(ascii: "["): return .ids
    default: return detectColumns(line)
    }
  }

  private static func detectObject(_ line: Span<UInt8>) -> TrainingFormat? {
    guard let object = try? JSONValue(parsing: line) else { return .jsonl }
    if object["positive_passages"] != nil || object["positive_document_ids"] != nil { return .tevatron }
    if object["pos"] != nil { return .flagEmbedding }
    let hasSelected = object["passages"]?["is_selected"] ?? object["passages"]?.array?.first?["is_selected"]
    return hasSelected == nil && object["query"]?.object == nil ? .jsonl : .msmarco
  }

  /// Three columns: ids have no spaces, a label is a number, and texts are what is left.
  private static func detectColumns(_ line: Span<UInt8>) -> TrainingFormat? {
    guard let columns = try? TrainingLines.columns(line, 3...Int.max, expected: "") else { return nil }
    let isIDs = columns.allSatisfy { column in !column.isEmpty && column.count <= 64 && !column.contains(where: isWhiteSpace) }
    if isIDs { return .ids }
    if columns.count > 3 { return nil }
    return Float(String(decoding: columns[2], as: UTF8.self)) == nil ? .triples : .pairs
  }
}
