internal import Corpora
internal import Files
internal import Ranking

/// Texts of some documents in memory.
struct CollectedTexts: PassageSource {
  /// Where they were read, for messages.
  let place: String
  private var texts: [DocumentID: [UInt8]] = [:]

  /// Takes the texts of the documents asked for from collection files, top-1000 files (`qid pid query passage`) or index folders, in
  /// that order; the first text of a document counts.
  init(of wanted: Set<DocumentID>, in places: [String]) throws {
    place = places.joined(separator: ", ")
    for path in places {
      if Paths.exists(path + "/winnow.mdb") {
        try addIndex(path, wanted)
      } else if try Self.isCandidateFile(path) {
        try addCandidates(path, wanted)
      } else {
        try addCollection(path, wanted)
      }
    }
  }

  private mutating func add(_ id: DocumentID, _ text: [UInt8]) { if texts[id] == nil { texts[id] = text } }

  private mutating func addIndex(_ folder: String, _ wanted: Set<DocumentID>) throws {
    let index = try OpenIndex(folder: folder)
    for id in wanted {
      if let number = try index.documents.number(of: id), let text = try index.documents.text(of: number) { add(id, text) }
    }
  }

  private mutating func addCandidates(_ path: String, _ wanted: Set<DocumentID>) throws {
    var reader = try CandidateReader(path: path)
    while let candidate = try reader.next() {
      if wanted.contains(candidate.document.id) { add(candidate.document.id, candidate.document.text) }
    }
  }

  private mutating func addCollection(_ path: String, _ wanted: Set<DocumentID>) throws {
    var reader = try CollectionReader(paths: [path], format: .auto)
    while texts.count < wanted.count {
      let batch = try reader.next(batch: 4096)
      if batch.isEmpty { return }
      for item in batch where wanted.contains(item.document.id) { add(item.document.id, item.document.text) }
    }
  }

  /// True when the first line has four columns.
  private static func isCandidateFile(_ path: String) throws -> Bool {
    guard Paths.isRegularFile(path) else { return false }
    var lines = try LineReader(path: path)
    guard let first = try lines.next(), first.bytes.first != UInt8(ascii: "{"), first.bytes.first != UInt8(ascii: "<") else {
      return false
    }
    return first.bytes.count { $0 == 9 } == 3
  }

  /// Documents without a text.
  func missing(of wanted: Set<DocumentID>) -> [DocumentID] { wanted.filter { texts[$0] == nil }.sorted() }

  func text(of document: DocumentID, for query: QueryID) throws -> [UInt8] {
    guard let text = texts[document] else {
      throw PipelinesError.input(reason: "query '\(query)': document '\(document)' of the run is not in \(place)")
    }
    return text
  }
}
