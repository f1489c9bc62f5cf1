internal import Bytes
internal import Files
internal import Ranking

/// SGML documents as on the TREC disks: `<DOC> <DOCNO> id </DOCNO> … </DOC>`, tags in capitals.
///
/// The text of a document that has a `<TEXT>` element is that of the ten elements Anserini's `TrecCollection` takes; of any
/// other it is everything but the `<DOCNO>`. Tags go, references are decoded, white space is collapsed (`MarkupText`).
/// Between documents there may be markup and white space, but no text.
struct TRECDocuments: ~Escapable {
  let bytes: Span<UInt8>
  private(set) var position = 0
  /// Line of `position`.
  private(set) var line: Int

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, firstLine: Int) {
    self.bytes = bytes
    line = firstLine
  }

  /// A document's bytes and line, or what is wrong between documents; nil at the end. After a problem the next call goes on.
  mutating func next() throws(RecordProblem) -> (range: Range<Int>, line: Int)? {
    let all = position..<bytes.count
    guard let open = MarkupSearch.first("<DOC>", in: bytes, all) else {
      move(to: bytes.count)
      try checkBetween(all)
      return nil
    }
    if open > position {
      move(to: open)
      try checkBetween(all.lowerBound..<open)
    }
    let start = open + 5
    let following = MarkupSearch.first("<DOC>", in: bytes, start..<bytes.count) ?? bytes.count
    guard let close = MarkupSearch.first("</DOC>", in: bytes, start..<following) else {
      throw unclosed(skippingTo: following)
    }
    let place = (start..<close, line)
    move(to: close + 6)
    return place
  }

  /// The line of the problem that `next` has just thrown is that of `problemLine`.
  private(set) var problemLine = 0

  private mutating func move(to end: Int) {
    problemLine = line
    line += ByteSearch.count(10, in: bytes.extracting(position..<end))
    position = end
  }

  private mutating func unclosed(skippingTo end: Int) -> RecordProblem {
    move(to: end)
    return .markup("the document has no </DOC>", expected: "<DOC> <DOCNO> id </DOCNO> text </DOC>")
  }

  private func checkBetween(_ range: Range<Int>) throws(RecordProblem) {
    if MarkupSearch.first("</DOC>", in: bytes, range) != nil {
      throw .markup("a </DOC> without <DOC>", expected: "<DOC> <DOCNO> id </DOCNO> text </DOC>")
    }
    if !MarkupText.text(of: bytes, range).isEmpty {
      throw .markup("text outside of any document", expected: "<DOC> <DOCNO> id </DOCNO> text </DOC>")
    }
  }

  /// The document between `<DOC>` and `</DOC>`.
  static func document(_ bytes: Span<UInt8>) throws(RecordProblem) -> Document {
    let all = 0..<bytes.count
    guard let number = MarkupSearch.element("<DOCNO>", "</DOCNO>", in: bytes, all) else {
      throw .markup("the document has no <DOCNO>", expected: "<DOCNO> id </DOCNO> behind <DOC>")
    }
    let id = try checkedID(
      bytes.copy(bytes.trimmed(number.content)), name: "document number", expected: "<DOCNO> id </DOCNO>")
    var text = MarkupText()
    if MarkupSearch.first("<TEXT>", in: bytes, all) == nil {
      text.append(bytes, 0..<number.whole.lowerBound)
      text.append(bytes, number.whole.upperBound..<bytes.count)
    } else {
      for range in newswireElements(bytes) { text.append(bytes, range) }
    }
    return Document(id: id, text: text.bytes)
  }

  /// The ten elements of Anserini's `TrecCollection`, outermost ones, in document order.
  private static func newswireElements(_ bytes: Span<UInt8>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var position = 0
    while let hit = ByteSearch.first(UInt8(ascii: "<"), in: bytes, position..<bytes.count) {
      position = hit + 1
      guard let (tag, endTag) = newswireTags.first(where: { bytes.begins(with: $0.0, at: hit) }) else { continue }
      let start = hit + tag.utf8CodeUnitCount
      let end = MarkupSearch.first(endTag, in: bytes, start..<bytes.count) ?? bytes.count
      ranges.append(start..<end)
      position = end
    }
    return ranges
  }

  private static let newswireTags: [(StaticString, StaticString)] = [
    ("<TEXT>", "</TEXT>"), ("<HEADLINE>", "</HEADLINE>"), ("<TITLE>", "</TITLE>"), ("<HL>", "</HL>"), ("<HEAD>", "</HEAD>"),
    ("<TTL>", "</TTL>"), ("<DD>", "</DD>"), ("<DATE>", "</DATE>"), ("<LP>", "</LP>"), ("<LEADPARA>", "</LEADPARA>"),
  ]
}
