internal import Bytes
internal import Dense
internal import Parallelism
internal import Storage
internal import Transformers

/// Adds the vectors of all documents to an index: a new store beside the old one with every other part copied, then renamed.
struct VectorPart {
  let job: IndexJob
  let index: OpenIndex
  let model: TextEncoder
  let name: ByteString
  /// Passages encoded at a time: enough to sort by length within, little enough to hold.
  static let window = 4096

  func add() throws {
    let snapshot = index.snapshot
    var writer = try StoreWriter(folder: job.folder)
    // The index was opened before the writers' lock was held.
    guard try Snapshot(folder: job.folder).manifest == snapshot.manifest else {
      throw PipelinesError.input(reason: "\(job.folder): another command has changed the index meanwhile; run this one again")
    }
    try writer.copy(.documents, from: snapshot)
    try writer.copy(.lexical, from: snapshot)
    for other in index.vectorSets.map({ ByteString($0) }).sorted() where other < name {
      try writer.copy(.dense, name: other, from: snapshot)
    }
    let description = try encode(into: &writer)
    for other in index.vectorSets.map({ ByteString($0) }).sorted() where name < other {
      try writer.copy(.dense, name: other, from: snapshot)
    }
    var manifest = snapshot.manifest
    var sets = (manifest.dense.object ?? []).filter { $0.key != name }
    sets.append((key: name, value: description.json))
    manifest.dense = .object(sets.sorted { $0.key < $1.key })
    try writer.publish(manifest)
  }

  private func encode(into writer: inout StoreWriter) throws -> VectorSetDescription {
    let count = index.documents.count
    var vectors = VectorWriter(name: name, dimension: model.dimension)
    let progress = Progress("encoding", unit: "passages", total: count, quiet: job.work.quiet)
    for start in stride(from: 0, to: count, by: Self.window) {
      let texts = try texts(of: start..<min(start + Self.window, count))
      let rows = try namingInputs(of: job.encoder ?? "", { "document '\(try index.documents.id(of: UInt32(start + $0)))'" }) {
        try model.encode(texts, prompt: .document, threads: job.work.threads) { progress.reach(start + $0) }
      }
      try vectors.append(rows, into: &writer)
      try job.work.budget.check()
    }
    progress.finish()
    try vectors.finish(into: &writer)
    let name = VectorSetDescription.Field("name", job.encoderName)
    let kernels = VectorSetDescription.Field("kernels", model.instructionSet.name)
    return VectorSetDescription(count: count, dimension: model.dimension, encoder: [name] + model.fields + [kernels])
  }

  private func texts(of numbers: Range<Int>) throws -> [[UInt8]] {
    guard let texts = try index.documents.texts(of: numbers.map { UInt32($0) }) else {
      throw PipelinesError.missingPart(
        index: job.folder,
        reason: "it holds no texts (built with --no-store-text), so they cannot be encoded; build it again with texts")
    }
    return texts
  }
}
