internal import Bytes
internal import Dense
internal import Lexical
internal import Parallelism
internal import Storage

/// Gives the documents of an index a new order: a new store beside the old one with every part in that order, then renamed.
///
/// The index in the collection's order stays published until then, so an interruption loses this pass alone, and the same command
/// makes it again. Sets of vectors are ordered like everything else.
struct ReorderPart {
  /// The member of the manifest's recipe that names the order; absent for the collection's own.
  static let field = "order"
  /// Bytes of text gathered at a time. Each time frames from all over the old index are unpacked.
  private static let textBytes = 64 << 20
  /// Vectors gathered at a time.
  private static let window = 4096
  /// What the store's writer holds before it writes.
  private static let dirtyBytes = 16 << 20

  let job: IndexJob
  let index: OpenIndex

  func write() throws {
    let snapshot = index.snapshot
    let lexical = try index.lexical()
    let order = try order(lexical)
    MemoryBudget.trim()
    var writer = try StoreWriter(folder: job.folder, dirtyBytes: Self.dirtyBytes)
    // The index was opened before the writers' lock was held.
    guard try Snapshot(folder: job.folder).manifest == snapshot.manifest else {
      throw PipelinesError.input(reason: "\(job.folder): another command has changed the index meanwhile; run this one again")
    }
    try writeDocuments(order, into: &writer)
    MemoryBudget.trim()
    // What stands before the extents of postings says what the postings are, and nothing of single documents.
    for name in try Set(snapshot.keys(of: .lexical).map(\.name)).sorted() where name < "lengths" {
      try writer.copy(.lexical, name: name, from: snapshot)
    }
    _ = try lexical.write(in: order, threads: job.work.threads, into: &writer)
    for name in index.vectorSets.map({ ByteString($0) }).sorted() { try writeVectors(name, order, into: &writer) }
    var manifest = snapshot.manifest
    var recipe = index.recipe
    recipe.add(Self.field, Reordering.name)
    manifest.recipe = recipe.json
    manifest.dense = try entries(of: manifest.dense)
    try writer.publish(manifest)
  }

  /// The sets in the new order: a graph is over the old one.
  private func entries(of dense: JSONValue) throws -> JSONValue {
    .object(
      try (dense.object ?? []).map { name, _ in
        var description = try index.vectors(named: name.text).description
        if description.graph != nil {
          job.work.note("the graph of '\(name)' is of the old order and goes with it; the command that made it makes it again")
        }
        description.graph = nil
        return (key: name, value: description.json)
      })
  }

  private func order(_ lexical: LexicalIndex) throws -> DocumentOrder {
    let reordering = try Reordering(lexical)
    let threads = job.work.threads
    let needed = max(reordering.neededBytes(threads: threads), writingBytes)
    job.work.note(
      "reordering by \(reordering.terms) terms with \(reordering.postings) postings, in \(reordering.levels) levels; "
        + "needs about \(MemoryBudget.text(needed)) of memory and the index's size again on the disk")
    try checkRoom(for: needed)
    let total = reordering.levels * lexical.statistics.documents
    let progress = Progress("reordering", unit: "documents x levels", total: total, quiet: job.work.quiet)
    let order = try reordering.order(threads: threads) { progress.advance(by: $0) }
    progress.finish()
    return order
  }

  /// For each document the order, the table of ids while it grows, and later the inverse with the longest list of each thread while it is
  /// sorted; and texts on their way. Measured at 1,000,000 documents on two threads: 296 MiB.
  private var writingBytes: Int {
    let section = index.snapshot.manifest.documents
    let texts = index.documents.storesTexts ? min(Self.textBytes, section["textBytes"]?.int ?? 0) : 0
    return (80 + 96 * job.work.threads) * index.documents.count + 2 * (section["identifierBytes"]?.int ?? 0) + 2 * texts
      + Self.dirtyBytes
  }

  private func checkRoom(for needed: Int) throws {
    guard let limit = job.work.budget.limit, let used = MemoryBudget.anonymousBytes(), used + needed > limit else { return }
    throw PipelinesError.input(
      reason:
        "\(job.folder): reordering needs about \(MemoryBudget.text(used + needed)), --memory allows \(MemoryBudget.text(limit)). "
        + "The index is whole in the collection's order; give a higher --memory with the same command, or leave out --reorder")
  }
}

extension ReorderPart {
  private func writeDocuments(_ order: DocumentOrder, into writer: inout StoreWriter) throws {
    let source = index.documents
    var documents = DocumentWriter(storeTexts: source.storesTexts, threads: job.work.threads)
    let progress = Progress("writing", unit: "documents", total: source.count, quiet: job.work.quiet)
    let batch = batchSize
    for start in stride(from: 0, to: source.count, by: batch) {
      let numbers = order.previous[start..<min(start + batch, source.count)]
      let texts = source.storesTexts ? try texts(of: numbers) : []
      for (place, number) in numbers.enumerated() {
        let position = DocumentPosition(file: 0, line: Int(number) + 1)
        try documents.add(
          id: try source.id(of: number), text: texts.isEmpty ? [] : texts[place], at: position, into: &writer)
      }
      progress.advance(by: numbers.count)
      try job.work.budget.check()
    }
    _ = try documents.finish(into: &writer)
    progress.finish()
  }

  /// Documents whose texts are about as many bytes as are gathered at a time.
  private var batchSize: Int {
    let bytes = index.snapshot.manifest.documents["textBytes"]?.int ?? 0
    return max(1024, Self.textBytes / max(1, bytes / max(1, index.documents.count)))
  }

  /// Texts of documents from anywhere in the index: read in its order, so that a frame is unpacked once for all of them.
  private func texts(of numbers: ArraySlice<UInt32>) throws -> [[UInt8]] {
    let places = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    let (documents, parts) = (index.documents, 4 * job.work.threads)
    let found = try mapBlocks(count: parts, threads: job.work.threads) { part in
      let range = places.count * part / parts..<places.count * (part + 1) / parts
      return try documents.texts(of: places[range].map { numbers[$0] }) ?? []
    }
    var texts = [[UInt8]](repeating: [], count: numbers.count)
    for (place, text) in zip(places, found.joined()) { texts[place - numbers.startIndex] = text }
    return texts
  }

  private func writeVectors(_ name: ByteString, _ order: DocumentOrder, into writer: inout StoreWriter) throws {
    let set = try index.vectors(named: name.text)
    guard set.description.count == order.previous.count else {
      throw PipelinesError.input(
        reason:
          "\(job.folder): \(set.description.count) vectors in '\(name)' for \(order.previous.count) documents; build it again")
    }
    try set.description.write(
      { body in
        for start in stride(from: 0, to: order.previous.count, by: Self.window) {
          let numbers = order.previous[start..<min(start + Self.window, order.previous.count)]
          try body(numbers.flatMap { set.vector(of: Int($0)) })
        }
      }, name: name, into: &writer)
  }
}
