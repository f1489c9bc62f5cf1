internal import Bytes
internal import Dense
internal import Parallelism
internal import Storage

/// Writes an index anew with the extents of one set of vectors, or of its graph, exchanged: a new store beside the old one with every
/// other part copied, then renamed.
struct DensePass {
  let job: IndexJob
  let snapshot: Snapshot
  let set: ByteString
  /// Bytes the new extents will have, about.
  let newBytes: Int
  let dirtyBytes: Int

  /// What stands between a set's name and the names of its further extents: below every byte of a name, so a set's extents stand together.
  static let separator: UInt8 = 1

  /// The set an extent belongs to.
  static func owner(of name: ByteString) -> ByteString { ByteString(Array(name.bytes.prefix { $0 != separator })) }

  /// Writes and publishes.
  /// - Parameters:
  ///   - place: the first name that `body` may write; names of this set from there on are not copied.
  ///   - body: writes the new extents and gives the set's entry in the manifest.
  func write(_ staging: Staging, from place: ByteString, _ body: (inout StoreWriter) throws -> JSONValue) throws {
    var writer = try staging.store(dirtyBytes: dirtyBytes)
    let progress = WritingProgress(expected: try expectedBytes(from: place), quiet: job.work.quiet)
    writer.hasAppended = { progress.add($0) }
    try writer.copy(.documents, from: snapshot)
    try writer.copy(.lexical, from: snapshot)
    let names = try Set(snapshot.keys(of: .dense).map(\.name)).sorted().filter { !isReplaced($0, place) }
    for name in names where name < place { try writer.copy(.dense, name: name, from: snapshot) }
    let entry = try body(&writer)
    for name in names where name > place { try writer.copy(.dense, name: name, from: snapshot) }
    var manifest = snapshot.manifest
    let others = (manifest.dense.object ?? []).filter { $0.key != set }
    manifest.dense = .object((others + [(key: set, value: entry)]).sorted { $0.key < $1.key })
    try writer.publish(manifest)
    progress.finish()
  }

  private func isReplaced(_ name: ByteString, _ place: ByteString) -> Bool {
    name >= place && Self.owner(of: name) == set
  }

  /// Bytes of the new index, about.
  func expectedBytes(from place: ByteString) throws -> Int {
    try newBytes
      + [Part.documents, .lexical, .dense].flatMap { try snapshot.keys(of: $0) }
      .filter { $0.part != .dense || !isReplaced($0.name, place) }
      .reduce(0) { $0 + (try snapshot.require($1).byteCount) }
  }
}
