internal import Bytes
package import Ranking

/// One JSON object a line with the field `vector`, an object of terms and weights: Anserini's `JsonVectorCollection`, which Pyserini's
/// encoders write. Id and text are those of `JSONRecords`, but the text may be missing.
///
/// Weights of 0 are passed over; where a term is repeated, the index takes the last that is left.
package struct VectorRecords: Sendable {
  private static let records = JSONRecords(.jsonl, needsText: false)
  private static let expected = "a field \"vector\" with terms and weights, as in {\"id\": \"1\", \"vector\": {\"term\": 7}}"
  let rule: ImpactRule

  package init(_ rule: ImpactRule) { self.rule = rule }

  /// The fast way, falling back on the slow one for whatever it does not take.
  package func record(_ line: Span<UInt8>) throws(RecordProblem) -> (document: Document, vector: ImpactVector) {
    guard let fields = JSONFieldScanner.fields(in: line), fields.vector.kind == .object,
      let document = try Self.records.document(fields, in: line),
      let vector = try JSONFieldScanner.vector(in: line, fields.vector, rule)
    else { return try slowRecord(line) }
    try Self.checkLength(vector)
    return (document, vector)
  }

  /// The plain way through `JSONValue`: the judge of what is an error, and the twin that tests compare with.
  package func slowRecord(_ line: Span<UInt8>) throws(RecordProblem) -> (document: Document, vector: ImpactVector) {
    let object = try JSONLine.object(line, expected: "a JSON object with an id and a vector")
    let document = try Self.records.slowDocument(object)
    guard let field = object["vector"] else { throw .missingField(meaning: "vector", expected: Self.expected) }
    guard let members = field.object else {
      throw .wrongKind(field: "vector", found: field.kind, expected: "an object of terms and weights")
    }
    var vector = ImpactVector()
    for (term, value) in members {
      guard let number = value.number else {
        throw .vector(term: term, problem: "has \(value.kind) for a weight; expected a number")
      }
      try vector.append(term.bytes.span, rule, of: number)
    }
    try Self.checkLength(vector)
    return (document, vector)
  }

  /// The impacts of a document together are its length, which is stored in 32 bits.
  private static func checkLength(_ vector: ImpactVector) throws(RecordProblem) {
    let sum = vector.impacts.reduce(UInt64(0)) { $0 + UInt64($1) }
    guard sum <= UInt64(UInt32.max) else {
      throw .vector(term: nil, problem: "has impacts of \(sum) together; an index holds \(UInt32.max) a document")
    }
  }
}

extension ImpactVector {
  /// Adds a term with the impact that its weight becomes.
  mutating func append(_ term: Span<UInt8>, _ rule: ImpactRule, of number: JSONNumber) throws(RecordProblem) {
    guard !term.isEmpty else { throw .vector(term: "", problem: "is empty; expected a term") }
    do throws(ImpactProblem) {
      append(term, impact: try rule.impact(of: number.double))
    } catch {
      throw .vector(term: ByteString(term.copy()), problem: error.text(number.raw.text))
    }
  }
}
