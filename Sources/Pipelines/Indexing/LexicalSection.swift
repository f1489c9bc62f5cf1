internal import Bytes
internal import Corpora
internal import Lexical
internal import Ranking

extension LexicalStatistics {
  /// The manifest's section `lexical`; with `impacts` where the part is one of impacts.
  func json(impacts: ImpactRule? = nil) -> JSONValue {
    var members: [(key: ByteString, value: JSONValue)] = [
      (key: "documents", value: JSONValue(documents)), (key: "nonEmptyDocuments", value: JSONValue(nonEmptyDocuments)),
      (key: "totalTerms", value: JSONValue(totalTerms)), (key: "uniqueTerms", value: JSONValue(uniqueTerms)),
    ]
    if let impacts { members.append((key: "impacts", value: impacts.json)) }
    return .object(members)
  }
}

extension ImpactRule {
  /// How weights became impacts, and what a weight of 1 became.
  fileprivate var json: JSONValue {
    guard case .quantized(let quantization) = self else { return ["rule": JSONValue(name)] }
    return [
      "rule": JSONValue(name), "bits": JSONValue(quantization.bits), "range": JSONValue(Double("\(quantization.range)") ?? 0),
      "scale": JSONValue(quantization.scale),
    ]
  }
}

extension LexicalBuilder {
  /// Appends documents: their vectors where these were read, else their texts.
  mutating func add(_ batch: [SourcedDocument]) throws {
    if batch.first?.vector == nil {
      try add(batch.map(\.document.text))
    } else {
      try add(impacts: batch.map { $0.vector ?? ImpactVector() })
    }
  }
}
