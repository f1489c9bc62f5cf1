import Bytes
import Testing
import Text

/// One row of a reference file: texts, the length asked for, and what the reference implementation makes of them.
struct TokenizerReference {
  let configuration: String
  let text: [UInt8]
  let pair: [UInt8]?
  let maxLength: Int?
  let truncation: Truncation
  let ids: [Int32]
  let typeIDs: [Int32]?
  let offsets: [Range<Int>]?

  init(_ row: ArraySlice<UInt8>) throws {
    let row = try JSONValue(parsing: row)
    configuration = row["configuration"]?.string?.text ?? ""
    text = try #require(row["text"]?.string).bytes
    pair = row["pair"]?.string?.bytes
    maxLength = row["max"]?.int
    truncation = row["truncation"]?.string.flatMap { Truncation(rawValue: $0.text) } ?? .longestFirst
    ids = try #require(row["ids"]?.array).compactMap { $0.int.map(Int32.init) }
    typeIDs = row["type_ids"]?.array?.compactMap { $0.int.map(Int32.init) }
    offsets = row["offsets"]?.array?.compactMap { range in
      if let start = range.array?.first?.int, let end = range.array?.last?.int { start..<end } else { nil }
    }
  }

  func encoding(by tokenizer: Tokenizer) -> Encoding {
    if let pair { return tokenizer.encode(text, pair, maxLength: maxLength, truncation: truncation) }
    return tokenizer.encode(text, maxLength: maxLength)
  }

  func ids(by tokenizer: Tokenizer) -> [Int32] {
    if let pair { return tokenizer.encodeIDs(text, pair, maxLength: maxLength, truncation: truncation).ids }
    return tokenizer.encodeIDs(text, maxLength: maxLength).ids
  }

  /// The reference as an encoding; columns that the file does not state are taken from `actual`.
  func expected(_ actual: Encoding) -> Encoding {
    let types = pair == nil ? ids.map { _ in Int32(0) } : actual.typeIDs
    return Encoding(ids: ids, typeIDs: typeIDs ?? types, offsets: offsets ?? actual.offsets)
  }
}
