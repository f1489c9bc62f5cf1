public import Bytes
public import Ranking

/// A whole candidate file in memory, each text once.
public struct CandidateFile: Sendable {
  /// The queries in the order of their first row.
  public private(set) var queries: [Query] = []
  /// Documents to rerank for each query, in file order; no pair twice.
  public private(set) var candidates: [QueryID: [DocumentID]] = [:]
  /// Texts by document.
  public private(set) var passages: [DocumentID: [UInt8]] = [:]
  private var texts: [QueryID: [UInt8]] = [:]

  /// Reads a file. One id with two texts, or one pair on two lines, is an error with the line.
  public static func read(path: String, replaceInvalidUTF8: Bool = false) throws -> CandidateFile {
    var file = CandidateFile()
    var reader = try CandidateReader(path: path, replaceInvalidUTF8: replaceInvalidUTF8)
    var places: [QueryID: [DocumentID: Int]] = [:]
    while let candidate = try reader.next() {
      let (query, document) = (candidate.query.id, candidate.document.id)
      if let first = places[query, default: [:]].updateValue(candidate.line, forKey: document) {
        throw CorporaError.duplicateCandidate(
          path: path, query: query, document: document, first: first, second: candidate.line)
      }
      try file.add(candidate, path: path)
    }
    return file
  }

  private mutating func add(_ candidate: Candidate, path: String) throws(CorporaError) {
    let (query, document) = (candidate.query, candidate.document)
    if let text = texts[query.id] {
      if text != query.text { throw .conflictingText(path: path, name: "query", id: query.id, line: candidate.line) }
    } else {
      texts[query.id] = query.text
      queries.append(query)
    }
    if let text = passages[document.id] {
      if text != document.text { throw .conflictingText(path: path, name: "passage", id: document.id, line: candidate.line) }
    } else {
      passages[document.id] = document.text
    }
    candidates[query.id, default: []].append(document.id)
  }
}
