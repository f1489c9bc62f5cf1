internal import Bytes
package import Ranking

/// One JSON object a line: JSONL as Anserini and Pyserini have it, and BEIR's `corpus.jsonl`.
///
/// The id is the first of the shape's id fields that is there; a number counts as it is written. The text is `contents`, or
/// `title`, one space and `text`; an empty, null or missing title leaves the text alone. Of a repeated key the last counts.
/// Other fields are ignored. A line with `contents` and `text` takes `contents` (JSONL) or `text` (BEIR).
package struct JSONRecords: Sendable {
  package enum Shape: Sendable { case jsonl, beir }
  let shape: Shape
  /// A record without any text is wrong; else its text is empty.
  let needsText: Bool

  package init(_ shape: Shape, needsText: Bool = true) {
    self.shape = shape
    self.needsText = needsText
  }

  /// The fast way, falling back on the slow one for whatever it does not take.
  package func document(_ line: Span<UInt8>) throws(RecordProblem) -> Document {
    guard let fields = JSONFieldScanner.fields(in: line), let document = try document(fields, in: line) else {
      return try slowDocument(line)
    }
    return document
  }

  /// Nil when a field is missing or of another kind: the slow way finds the words for it.
  func document(_ fields: JSONFieldScanner.Fields, in line: Span<UInt8>) throws(RecordProblem) -> Document? {
    guard let id = firstPresent(fields), id.isString || id.kind == .number else { return nil }
    let body = shape == .jsonl && fields.contents.kind != .absent ? fields.contents : fields.text
    guard body.isString || (!needsText && body.kind == .absent) else { return nil }
    let checked = try checkedID(bytes(of: id, in: line), name: "id", expected: idExpectation)
    if !body.isString { return Document(id: checked, text: []) }
    let hasTitle = fields.title.isThere && (shape == .beir || fields.contents.kind == .absent)
    if !hasTitle { return Document(id: checked, text: bytes(of: body, in: line)) }
    guard fields.title.kind != .number else { return nil }
    var text: [UInt8] = []
    text.reserveCapacity(fields.title.range.count + body.range.count + 1)
    append(fields.title, of: line, to: &text)
    if !text.isEmpty { text.append(32) }
    append(body, of: line, to: &text)
    return Document(id: checked, text: text)
  }

  private func firstPresent(_ fields: JSONFieldScanner.Fields) -> JSONField? {
    if shape == .jsonl, fields.id.kind != .absent { return fields.id }
    if fields.underscoreID.kind != .absent { return fields.underscoreID }
    if shape == .jsonl, fields.docid.kind != .absent { return fields.docid }
    return nil
  }

  private func bytes(of field: JSONField, in line: Span<UInt8>) -> [UInt8] {
    if field.kind != .escapedString { return line.copy(field.range) }
    var text: [UInt8] = []
    text.reserveCapacity(field.range.count)
    JSONUnescaping.append(line, field.range, to: &text)
    return text
  }

  private func append(_ field: JSONField, of line: Span<UInt8>, to text: inout [UInt8]) {
    if field.kind == .escapedString {
      JSONUnescaping.append(line, field.range, to: &text)
    } else {
      JSONUnescaping.append(plain: line, field.range, to: &text)
    }
  }

  var idExpectation: String {
    shape == .beir ? "a field \"_id\"" : "a field \"id\", \"_id\" or \"docid\""
  }
}
