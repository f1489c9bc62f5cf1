public import Bytes

/// Relevance judgements (qrels): for each query the grades of its judged documents.
public struct Judgements: Equatable, Sendable {
  /// Queries in the order of their first row.
  public private(set) var queries: [QueryID] = []
  /// Grades by query, then document. A negative grade means pooled but not judged.
  public private(set) var grades: [QueryID: [DocumentID: Int32]] = [:]

  /// No judgements.
  public init() {}

  /// Adds a grade; returns false, changing nothing, when the pair is judged already.
  public mutating func add(query: QueryID, document: DocumentID, grade: Int32) -> Bool {
    if grades[query] == nil {
      queries.append(query)
      grades[query] = [:]
    }
    if grades[query]?[document] != nil { return false }
    grades[query]?[document] = grade
    return true
  }
}
