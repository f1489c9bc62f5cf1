internal import Bytes
internal import Corpora
internal import Files
internal import Lexical
internal import Parallelism
internal import Ranking
internal import Storage
internal import Text

/// The documents and lexical parts of an index, built from a collection in one pass.
struct BaseIndex {
  let job: IndexJob
  /// Blocks of 1 MiB read, analysed and inverted at a time: eight are some 20,000 passages, and every thread gets several.
  private var blocksPerRound: Int { max(8, 4 * job.work.threads) }

  func build() throws {
    var reader = try openCollection()
    var writer = try StoreWriter(folder: job.folder)
    var documents = DocumentWriter(storeTexts: job.storeText, threads: job.work.threads)
    var lexical = LexicalBuilder(threads: job.work.threads)
    try consume(&reader, &documents, &lexical, &writer)
    var manifest = Manifest()
    manifest.recipe = try recipe(collectionDigest: reader.digest).json
    manifest.digests = ["collection": .string(ByteString(reader.digest))]
    manifest.documents = try documents.finish(into: &writer).json
    if job.lexical {
      if let impacts = job.impacts { try ImpactMark.write(ByteString(impacts.name), into: &writer) }
      manifest.lexical = try lexical.finish(into: &writer).json(impacts: job.impacts)
    }
    if reader.skipped.total > 0 || reader.skipped.replaced > 0 { job.work.note("\(reader.skipped)") }
    if reader.documentCount == 0 { job.work.note("warning: the collection holds no documents; the index is empty") }
    try writer.publish(manifest)
  }

  private func openCollection() throws -> CollectionReader {
    let options = ReadingOptions(skipBad: job.skipBad, replaceInvalidUTF8: job.replaceInvalidUTF8, vectors: job.impacts)
    return try CollectionReader(paths: job.collection, format: try format(), options: options)
  }

  private func format() throws -> CollectionFormat {
    if let format = CollectionFormat(rawValue: job.format) { return format }
    let known = CollectionFormat.allCases.map(\.rawValue).joined(separator: ", ")
    throw PipelinesError.input(reason: "unknown collection format '\(job.format)'; known: \(known)")
  }

  /// Blocks of the collection are parsed in parallel and taken in order, so the index does not depend on the threads.
  private func consume(
    _ reader: inout CollectionReader, _ documents: inout DocumentWriter, _ lexical: inout LexicalBuilder,
    _ writer: inout StoreWriter
  ) throws {
    let progress = Progress("indexing", unit: "documents", quiet: job.work.quiet)
    while true {
      let blocks = try reader.nextBlocks(blocksPerRound)
      if blocks.isEmpty { break }
      let parsed = try mapBlocks(count: blocks.count, threads: job.work.threads) { blocks[$0].parse() }
      var batch: [SourcedDocument] = []
      for block in parsed { batch += try reader.accept(block) }
      try add(batch, files: reader.files, to: &documents, &writer)
      if job.lexical { try lexical.add(batch) }
      progress.advance(by: batch.count)
      try job.work.budget.check()
    }
    progress.finish()
  }

  private func add(
    _ batch: [SourcedDocument], files: [String], to documents: inout DocumentWriter, _ writer: inout StoreWriter
  ) throws {
    for item in batch {
      let position = DocumentPosition(file: item.file, line: item.line)
      do {
        try documents.add(id: item.document.id, text: item.document.text, at: position, into: &writer)
      } catch StorageError.duplicateDocument(let id, let first, let second) {
        func place(_ position: DocumentPosition) -> String { "\(files[position.file]):\(position.line)" }
        throw PipelinesError.input(
          reason: "\(place(second)): the document id '\(id)' stands at \(place(first)) already; remove or rename one")
      }
    }
  }

  /// Digest of the collection's contents as `CollectionReader` counts them, without parsing.
  func collectionDigest() throws -> String {
    var reader = try openCollection()
    while try !reader.nextBlocks(16).isEmpty {}
    return reader.digest
  }

  /// What decides whether an index is up to date.
  func recipe(collectionDigest: String) throws -> Recipe {
    var recipe = Recipe()
    recipe.add("collection", collectionDigest)
    recipe.add("format", job.format)
    recipe.add("analysis", job.lexical && job.impacts == nil ? EnglishAnalyzer.name : "none")
    if let impacts = job.impacts { recipe.add("impacts", impacts.name) }
    recipe.add("texts", job.storeText ? "stored" : "not stored")
    recipe.add("bad lines", job.skipBad ? "skipped" : "refused")
    recipe.add("invalid UTF-8", job.replaceInvalidUTF8 ? "replaced" : "refused")
    return recipe
  }
}

extension Recipe {
  /// As a manifest keeps it.
  var json: JSONValue { .object(fields.map { (key: ByteString($0.name), value: .string(ByteString($0.value))) }) }
}

extension OpenIndex {
  /// The recipe in the manifest.
  var recipe: Recipe {
    var recipe = Recipe()
    for member in snapshot.manifest.recipe.object ?? [] { recipe.add(member.key.text, member.value.string?.text ?? "") }
    return recipe
  }
}
