internal import Bytes
internal import Ranking

extension QueryParser {
  /// The terms and weights of a query's field `vector`: weights as they are, in float32. Weights of 0 are passed over; where a term is
  /// repeated, the last that is left counts.
  static func vector(_ field: JSONValue) throws(RecordProblem) -> [TermWeight] {
    guard let members = field.object else {
      throw .wrongKind(field: "vector", found: field.kind, expected: "an object of terms and weights")
    }
    var terms: [TermWeight] = []
    var places: [ByteString: Int] = [:]
    for (term, value) in members {
      let weight = try Self.weight(value, of: term)
      if weight == 0 { continue }
      if let place = places[term] {
        terms[place].weight = weight
      } else {
        places[term] = terms.count
        terms.append(TermWeight(term: term, weight: weight))
      }
    }
    return terms
  }

  private static func weight(_ value: JSONValue, of term: ByteString) throws(RecordProblem) -> Float {
    guard !term.isEmpty else { throw .vector(term: term, problem: "is empty; expected a term") }
    guard let number = value.number else {
      throw .vector(term: term, problem: "has \(value.kind) for a weight; expected a number")
    }
    let weight = Float(number.double)
    guard weight >= 0, weight.isFinite else {
      throw .vector(
        term: term, problem: "has the weight \(number.raw.text); expected one of 0 or more that a float32 number holds")
    }
    return weight
  }
}
