internal import Bytes
internal import Files
internal import Ranking

/// TREC topics: `<top> <num> Number: 301 <title> words <desc> …`, and the older `<DOC> <DOCNO> 1 </DOCNO> words </DOC>` of CACM.
///
/// The query of a `<top>` is its title up to the next tag, without a leading `Topic:` (TREC 1 to 3). The id is what follows
/// `Number:`, byte for byte: a leading zero stays. Closing tags may be there or not.
extension QueryParser {
  func topics(_ bytes: [UInt8], _ content: Range<Int>) throws(CorporaError) -> [Found] {
    let span = bytes.span
    if MarkupSearch.first("<top>", in: span, content) != nil || MarkupSearch.first("<top ", in: span, content) != nil {
      return try adHocTopics(span, content)
    }
    if MarkupSearch.first("<DOC>", in: span, content) != nil { return try documentTopics(span) }
    throw .unknownFormat(
      path: path, beginning: firstLine(span.copy(content)), known: ["qid<TAB>text", "JSON lines", "TREC topics (<top>)"])
  }

  private func adHocTopics(_ span: Span<UInt8>, _ content: Range<Int>) throws(CorporaError) -> [Found] {
    var found: [Found] = []
    var position = content.lowerBound
    while let start = MarkupSearch.first("<top", in: span, position..<content.upperBound) {
      let end = MarkupSearch.first("<top", in: span, (start + 4)..<content.upperBound) ?? content.upperBound
      let line = 1 + ByteSearch.count(10, in: span.extracting(0..<start))
      do throws(RecordProblem) {
        found.append((try Self.adHocTopic(span.extracting(start..<end)), line))
      } catch {
        throw .badLine(BadRecord(path: path, line: line, problem: error))
      }
      position = end
    }
    return found
  }

  private static func adHocTopic(_ topic: Span<UInt8>) throws(RecordProblem) -> Query {
    guard let number = field("<num>", of: topic) else {
      throw .markup("the topic has no <num>", expected: "<num> Number: id")
    }
    guard let title = field("<title>", of: topic) else {
      throw .markup("the topic has no <title>", expected: "<title> words of the query")
    }
    let id = try checkedID(withoutPrefix("number:", number), name: "query id", expected: "<num> Number: id")
    return Query(id: id, text: withoutPrefix("topic:", title))
  }

  /// The text between a tag and the next tag.
  private static func field(_ tag: StaticString, of topic: Span<UInt8>) -> [UInt8]? {
    guard let start = MarkupSearch.first(tag, in: topic, 0..<topic.count) else { return nil }
    let from = start + tag.utf8CodeUnitCount
    var end = from
    while end < topic.count, !startsTag(topic, at: end) { end += 1 }
    return MarkupText.text(of: topic, from..<end)
  }

  private static func startsTag(_ topic: Span<UInt8>, at index: Int) -> Bool {
    guard topic[index] == UInt8(ascii: "<"), index + 1 < topic.count else { return false }
    let letter = topic[index + 1] | 0x20
    return topic[index + 1] == UInt8(ascii: "/") || (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z"))
  }

  /// Without a leading word (in any case) and the white space behind it.
  private static func withoutPrefix(_ prefix: String, _ text: [UInt8]) -> [UInt8] {
    let folded = text.prefix(prefix.utf8.count).map { $0 >= 65 && $0 <= 90 ? $0 | 0x20 : $0 }
    guard folded.elementsEqual(prefix.utf8) else { return text }
    let rest = text.span.trimmed(folded.count..<text.count)
    return text.span.copy(rest)
  }

  private func documentTopics(_ span: Span<UInt8>) throws(CorporaError) -> [Found] {
    var documents = TRECDocuments(span, firstLine: 1)
    var found: [Found] = []
    var line = 1
    do throws(RecordProblem) {
      while let place = try documents.next() {
        line = place.line
        let document = try TRECDocuments.document(span.extracting(place.range))
        found.append((Query(id: document.id, text: document.text), place.line))
      }
    } catch {
      throw .badLine(BadRecord(path: path, line: max(line, documents.problemLine), problem: error))
    }
    return found
  }
}
