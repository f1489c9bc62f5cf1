internal import Files
internal import Ranking

/// A stretch of a collection made of whole records, to be parsed by any thread.
public struct CollectionBlock: Sendable {
  let bytes: FileBlock
  let file: Int
  let path: String
  let format: CollectionFormat
  let options: ReadingOptions

  /// Parses the records. Stops at the first bad one unless bad ones are skipped.
  public func parse() -> ParsedBlock {
    var parsed = ParsedBlock()
    if format == .trec { parseDocuments(into: &parsed) } else { parseLines(into: &parsed) }
    return parsed
  }

  private func parseLines(into parsed: inout ParsedBlock) {
    let span = bytes.bytes.span
    let isValid = span.firstInvalidUTF8 == nil
    var position = 0
    var line = bytes.firstLine
    parsed.documents.reserveCapacity(span.count / 256)
    while position < span.count {
      let end = ByteSearch.first(10, in: span, position..<span.count) ?? span.count
      let isFinal = bytes.isLast && end + 1 >= span.count
      let content = span.extracting(position..<end)
      if !(isFinal && content.isBlank) {
        guard add(content, line: line, isValid: isValid, to: &parsed) else { return }
      }
      position = end + 1
      line += 1
    }
  }

  /// Adds a line's document or problem; false when reading should stop.
  private func add(_ content: Span<UInt8>, line: Int, isValid: Bool, to parsed: inout ParsedBlock) -> Bool {
    do throws(RecordProblem) {
      let (document, vector) = try isValid ? parse(content) : parseDoubtful(content, &parsed.replaced)
      parsed.documents.append(SourcedDocument(document: document, file: file, line: line, vector: vector))
      return true
    } catch {
      parsed.problems.append(BadRecord(path: path, line: line, problem: error))
      return options.skipBad
    }
  }

  private typealias Record = (document: Document, vector: ImpactVector?)

  @inline(__always) private func parse(_ line: Span<UInt8>) throws(RecordProblem) -> Record {
    if let rule = options.vectors {
      let (document, vector) = try VectorRecords(rule).record(line)
      return (document, vector)
    }
    switch format {
    case .beir: return (try JSONRecords(.beir).document(line), nil)
    case .jsonl: return (try JSONRecords(.jsonl).document(line), nil)
    case .msmarco, .auto: return (try TabSeparated.document(line), nil)
    case .trec: return (try TRECDocuments.document(line), nil)
    }
  }

  /// A record of a block that is not all UTF-8.
  private func parseDoubtful(_ record: Span<UInt8>, _ replaced: inout Int) throws(RecordProblem) -> Record {
    guard let offset = record.firstInvalidUTF8 else { return try parse(record) }
    guard options.replaceInvalidUTF8 else { throw .invalidUTF8(offset: offset) }
    let parsed = try parse(replacingInvalidUTF8(record.copy()).span)
    replaced += 1
    return parsed
  }
}

extension CollectionBlock {
  private func parseDocuments(into parsed: inout ParsedBlock) {
    let span = bytes.bytes.span
    var documents = TRECDocuments(span, firstLine: bytes.firstLine)
    while true {
      do throws(RecordProblem) {
        guard let (range, line) = try documents.next() else { return }
        guard addDocument(span.extracting(range), line: line, to: &parsed) else { return }
      } catch {
        parsed.problems.append(BadRecord(path: path, line: documents.problemLine, problem: error))
        if !options.skipBad { return }
      }
    }
  }

  /// As `add`, with the line of an invalid byte instead of that of the document.
  private func addDocument(_ content: Span<UInt8>, line: Int, to parsed: inout ParsedBlock) -> Bool {
    guard !options.replaceInvalidUTF8, let offset = content.firstInvalidUTF8 else {
      return add(content, line: line, isValid: !options.replaceInvalidUTF8, to: &parsed)
    }
    let lineStart = ByteSearch.last(10, in: content, 0..<offset).map { $0 + 1 } ?? 0
    let badLine = line + ByteSearch.count(10, in: content.extracting(0..<offset))
    // On the line of <DOC> its five bytes stand before the content.
    let column = offset - lineStart + (badLine == line ? 5 : 0)
    parsed.problems.append(BadRecord(path: path, line: badLine, problem: .invalidUTF8(offset: column)))
    return options.skipBad
  }
}

/// The records of one block.
public struct ParsedBlock: Sendable {
  /// The good ones, in file order.
  public internal(set) var documents: [SourcedDocument] = []
  /// The bad ones, in file order; only the first unless bad ones are skipped.
  public internal(set) var problems: [BadRecord] = []
  /// Number of records in which invalid UTF-8 was replaced.
  public internal(set) var replaced = 0
}
