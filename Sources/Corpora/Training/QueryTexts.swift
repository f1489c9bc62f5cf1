public import Bytes
public import Ranking

/// The texts of queries by id, and the file they are from.
public struct QueryTexts: Sendable {
  /// The file, for messages.
  public let name: String
  /// The queries in file order.
  public let queries: [Query]
  private let places: [QueryID: Int]

  /// Queries in memory; of an id that comes twice the first counts.
  public init(_ queries: [Query], name: String) {
    self.name = name
    self.queries = queries
    places = Dictionary(queries.indices.map { (queries[$0].id, $0) }) { first, _ in first }
  }

  /// Reads a query file.
  public init(path: String) throws { self.init(try QueryFile.read(path: path), name: path) }

  /// A query's text; nil when there is none.
  public subscript(id: QueryID) -> [UInt8]? { places[id].map { queries[$0].text } }

  /// A query's text.
  /// - Throws: `TrainingDataError.missingText`.
  func require(_ id: QueryID, for source: ExampleSource) throws -> [UInt8] {
    if let text = self[id] { return text }
    throw TrainingDataError.missingText(at: source, what: "query", id: id, place: name)
  }
}
