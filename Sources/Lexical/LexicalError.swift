/// What can go wrong in the lexical index.
public enum LexicalError: Error, Equatable, CustomStringConvertible {
  /// The stored bytes contradict themselves: which structure, and where.
  case corrupt(structure: String, detail: String)
  /// More documents than the format can number.
  case tooManyDocuments(limit: Int)
  /// A sorted run of a build is not what was written: which file, and what about it.
  case damagedRun(path: String, detail: String)
  /// A parameter of a scoring model, or a weight in a query, outside its range.
  case badParameter(name: String, value: Float)
  /// A parameter that a scoring model does not have.
  case foreignParameter(name: String, model: String, known: [String])
  /// A parameter of RM3 or Rocchio outside its range.
  case badFeedback(parameter: String, value: String, range: String)
  /// A scoring model was asked of an index that holds impacts instead of texts.
  case holdsImpacts
  /// Impacts were asked of an index that holds texts.
  case holdsTexts
  /// A document number that the index does not have.
  case noDocument(number: UInt32, documents: Int)

  /// What happened, where, and what to do next.
  public var description: String {
    switch self {
    case .corrupt(let structure, let detail):
      "the lexical index is damaged: \(structure): \(detail); run `winnow inspect --verify` on it and index again"
    case .tooManyDocuments(let limit):
      "more than \(limit) documents do not fit one lexical index; split the collection"
    case .damagedRun(let path, let detail):
      "\(path): a sorted run of an unfinished build is damaged: \(detail); remove what the unfinished build left and index again"
    case .badParameter(let name, let value): "\(name) = \(value) is out of range: it must be \(Self.range(of: name))"
    case .foreignParameter(let name, let model, let known):
      "\(model) has no parameter \(name); it has \(known.joined(separator: ", "))"
    case .badFeedback(let parameter, let value, let range): "\(parameter) = \(value) is out of range: it must be \(range)"
    case .holdsImpacts:
      "the index holds impacts of a learned-sparse model, and no scoring model of texts fits them; search it by --method impact "
        + "(the stage `impact`), or index the texts"
    case .holdsTexts:
      "the index holds texts, and there are no impacts in it to add up; search it by --method bm25, or index vectors with --impacts"
    case .noDocument(let number, let documents): "there is no document \(number); the index has \(documents), counted from 0"
    }
  }

  private static func range(of parameter: String) -> String {
    switch parameter {
    case "k1", "delta": "0 or more, and finite"
    case "b": "from 0 to 1"
    default: "above 0, and finite"
    }
  }
}
