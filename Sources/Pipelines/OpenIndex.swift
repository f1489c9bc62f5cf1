public import Bytes
public import Dense
public import Lexical
public import Ranking
public import Storage

/// An index folder opened for reading: its documents, and its lexical and dense parts where it has them.
public final class OpenIndex: Sendable {
  /// The folder.
  public let folder: String
  /// The store.
  public let snapshot: Snapshot
  /// Ids and texts.
  public let documents: DocumentStore
  private let lexicalPart: LexicalIndex?

  /// Opens an index.
  /// - Throws: `StorageError` when there is none, or it is of another format, cut or damaged.
  public init(folder: String) throws {
    self.folder = folder
    snapshot = try Snapshot(folder: folder)
    documents = try DocumentStore(snapshot)
    lexicalPart = try snapshot.manifest.lexical.object?.isEmpty == false ? LexicalIndex(snapshot) : nil
  }

  /// The lexical part, or an error that says how to get one.
  public func lexical() throws -> LexicalIndex {
    if let lexicalPart { return lexicalPart }
    throw PipelinesError.missingPart(
      index: folder, reason: "it was built with --no-lexical, so there is no BM25 in it; build it again without")
  }

  /// What the lexical part's impacts are, in words; nil where it holds texts' terms, or where there is none.
  var impacts: String? {
    guard let rule = lexicalPart?.impacts else { return nil }
    let scale = snapshot.manifest.lexical["impacts"]?["scale"]?.double.map { ", scale \($0)" } ?? ""
    return "impacts \(rule)\(scale)"
  }

  /// Names of the vector sets.
  public var vectorSets: [String] { (snapshot.manifest.dense.object ?? []).map(\.key.text) }

  /// A vector set by name; without one, the only set there is.
  public func vectors(named name: String?) throws -> VectorSet {
    if name == nil, vectorSets.count > 1 {
      throw PipelinesError.missingPart(
        index: folder,
        reason: "it has several vector sets; choose one with --name (`set:` in a pipeline): \(vectorSets.joined(separator: ", "))"
      )
    }
    return try VectorSet(snapshot, name: ByteString(name ?? vectorSets.first ?? ""))
  }

  /// For each document its place in the byte order of external ids.
  func tieRanks() -> [UInt32] { documents.tieRanks.array }

  /// Hits under their external ids.
  public func ranking(of query: QueryID, _ hits: [Hit]) throws -> Ranking {
    Ranking(
      query: query,
      documents: try hits.map { RankedDocument(id: try documents.id(of: $0.document.value), score: Double($0.score)) })
  }

  /// What results depend on: the digest of everything in the index.
  public var digest: String { snapshot.manifest.contents.digest }
}
