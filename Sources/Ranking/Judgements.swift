public import Bytes

/// Relevance judgements (qrels): for each query the grades of its judged documents.
public struct Judgements: Sendable {
  /// Queries in the order of their first row.
  public private(set) var queries: [QueryID] = []
  /// Grades by query, then document. A negative grade means pooled but not judged.
  public private(set) var grades: [QueryID: [DocumentID: Int32]] = [:]
  /// The judged documents of each query in the order of their rows.
  public private(set) var documents: [QueryID: [DocumentID]] = [:]

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
    documents[query, default: []].append(document)
    return true
  }

  /// A query's documents of at least this grade, in the order of their rows.
  public func documents(of query: QueryID, from level: Int32) -> [DocumentID] {
    let grades = grades[query] ?? [:]
    return (documents[query] ?? []).filter { grades[$0].map { $0 >= level } ?? false }
  }
}

extension Judgements: Equatable {
  /// The same grades, queries in the same order.
  public static func == (left: Judgements, right: Judgements) -> Bool {
    left.queries == right.queries && left.grades == right.grades
  }
}
