internal import Bytes
internal import Files
internal import Ranking

/// MS MARCO's `collection.tsv`: `pid<TAB>text`. Everything behind the first tab is the text, byte for byte: further tabs,
/// double-encoded UTF-8 and a carriage return at the end of the line stay.
enum TabSeparated {
  static let expected = "pid<TAB>text"

  static func document(_ line: Span<UInt8>) throws(RecordProblem) -> Document {
    guard let tab = ByteSearch.first(9, in: line, 0..<line.count) else {
      throw line.isBlank ? .blankLine(expected: expected) : .missingTab(expected: expected)
    }
    let id = try checkedID(line.copy(0..<tab), name: "id", expected: expected)
    return Document(id: id, text: line.copy((tab + 1)..<line.count))
  }
}
