internal import Bytes
internal import Corpora
internal import Lexical
internal import Storage

/// What the journal of an unfinished build says of one committed batch.
struct BuildRecord {
  /// Where the collection goes on.
  var position: CollectionPosition
  /// Documents of all batches so far.
  var documentCount: Int
  /// Bad records left out so far, and records in which bytes were replaced.
  var skipped: SkippedRecords
  /// Its documents, as `StagedDocuments` has it.
  var documents: JSONValue
  /// Its sorted run; nil for an index without a lexical part.
  var run: LexicalRun?
  /// The files that the build needs.
  var names: [String]

  /// As the journal keeps it.
  var json: JSONValue {
    [
      "position": [
        "file": JSONValue(position.file), "offset": JSONValue(position.offset), "line": JSONValue(position.line),
        "digest": JSONValue(position.digest),
      ],
      "documentCount": JSONValue(documentCount),
      "skipped": .object(skipped.counts.map { (key: ByteString($0.kind), value: JSONValue($0.count)) }),
      "replaced": JSONValue(skipped.replaced), "documents": documents, "run": run?.json ?? .null,
      "names": .array(names.map { JSONValue($0) }),
    ]
  }
}

extension BuildRecord {
  /// Reads a record back; its files stand in `folder`.
  init(_ json: JSONValue, folder: String) throws {
    func number(_ value: JSONValue?) throws -> Int {
      guard let number = value?.int, number >= 0 else { throw Self.damaged(folder) }
      return number
    }
    let place = json["position"]
    guard let digest = place?["digest"]?.string?.text, let documents = json["documents"], let run = json["run"],
      let kinds = json["skipped"]?.object, let names = json["names"]?.array
    else { throw Self.damaged(folder) }
    position = CollectionPosition(
      file: try number(place?["file"]), offset: try number(place?["offset"]), line: try number(place?["line"]), digest: digest)
    documentCount = try number(json["documentCount"])
    skipped = SkippedRecords(
      counts: try kinds.map { (kind: $0.key.text, count: try number($0.value)) }, replaced: try number(json["replaced"]))
    self.documents = documents
    self.run = try run.isNull ? nil : LexicalRun(run, in: folder)
    self.names = names.compactMap { $0.string?.text }
  }

  private static func damaged(_ folder: String) -> StorageError {
    .damagedStaging(path: folder, reason: "its journal lacks a member of a batch")
  }
}
