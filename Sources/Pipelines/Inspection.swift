internal import Bytes
internal import Lexical
internal import Ranking

/// What an index holds, for people.
public struct Inspection {
  private let index: OpenIndex

  /// Opens an index.
  public init(folder: String) throws { index = try OpenIndex(folder: folder) }

  /// Counts, recipe, vector sets and digest.
  public func overview() throws -> String {
    var text = "index \(index.folder)\n"
    for row in try IndexSummary.statistics(index) { text += "  \(row.name): \(Int(row.value))\n" }
    if let impacts = index.impacts { text += "  \(impacts)\n" }
    text += "  texts: \(index.documents.storesTexts ? "stored" : "not stored")\n  digest: \(index.digest)\nrecipe\n"
    for field in index.recipe.fields { text += "  \(field.name): \(field.value)\n" }
    for name in index.vectorSets { text += try VectorSetSummary(index: index, name: name).text() }
    return text
  }

  /// The term a word becomes and how often it occurs.
  public func term(_ word: String) throws -> String {
    let lexical = try index.lexical()
    if lexical.impacts != nil { return try impacts(of: word, in: lexical) }
    let terms = LexicalIndex.terms(of: Array(word.utf8))
    if terms.isEmpty { return "'\(word)' has no terms: it holds only stop words or no letters and digits\n" }
    var text = ""
    for term in terms {
      if let statistics = try lexical.statistics(of: term.term) {
        text += "\(term.term): in \(statistics.documentFrequency) documents, \(statistics.collectionFrequency) times\n"
      } else {
        text += "\(term.term): in no document\n"
      }
    }
    return text
  }

  /// A term of an index of impacts, which is looked up byte for byte.
  private func impacts(of term: String, in lexical: LexicalIndex) throws -> String {
    guard let statistics = try lexical.statistics(of: ByteString(term)) else { return "\(term): in no document\n" }
    return "\(term): in \(statistics.documentFrequency) documents, impacts \(statistics.collectionFrequency) together\n"
  }

  /// A document's text, byte for byte.
  public func document(_ id: String) throws -> [UInt8] {
    guard let number = try index.documents.number(of: ByteString(id)) else {
      throw PipelinesError.input(reason: "\(index.folder): there is no document '\(id)'")
    }
    guard let text = try index.documents.text(of: number) else {
      throw PipelinesError.missingPart(
        index: index.folder, reason: "document '\(id)' is number \(number), but texts were not stored")
    }
    return text + [10]
  }

  /// Writes a set's vectors to a file that does not exist yet: `FILE.npy` with `FILE.npy.ids`, or `FILE.jsonl`.
  /// - Parameter set: the set's name; nil for the only one.
  public func exportVectors(of set: String?, to path: String) throws {
    let vectors = try index.vectors(named: set)
    guard vectors.description.count == index.documents.count else {
      throw PipelinesError.input(reason: "\(index.folder): the set has not one vector a document; run `winnow inspect --verify`")
    }
    try VectorExport(index: index, set: vectors, path: path).write()
  }

  /// Reads everything and checks it.
  public func verify() throws -> String {
    try index.snapshot.verify()
    try checkParts()
    try (try? index.lexical())?.verify()
    return "index \(index.folder): sound; digest \(index.digest)\n"
  }

  /// Parts of one index that count their documents differently belong to no one build.
  private func checkParts() throws {
    if let lexical = try? index.lexical().statistics, lexical.documents != index.documents.count {
      throw PipelinesError.input(
        reason:
          "\(index.folder): \(index.documents.count) documents, but \(lexical.documents) in the lexical part; build it again")
    }
    for name in index.vectorSets {
      let set = try index.vectors(named: name)
      guard set.description.count == index.documents.count else {
        throw PipelinesError.input(
          reason:
            "\(index.folder): \(index.documents.count) documents, but \(set.description.count) vectors in '\(name)'; build it again"
        )
      }
      try set.verify()
      try set.verifyGraph()
    }
  }
}
