internal import Bytes
internal import Lexical

extension LexicalStatistics {
  /// The manifest's section `lexical`.
  var json: JSONValue {
    [
      "documents": JSONValue(documents), "nonEmptyDocuments": JSONValue(nonEmptyDocuments), "totalTerms": JSONValue(totalTerms),
      "uniqueTerms": JSONValue(uniqueTerms),
    ]
  }
}
