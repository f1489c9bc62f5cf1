internal import Bytes
internal import Corpora
internal import Files
internal import Lexical
internal import Parallelism
internal import Storage
internal import Text

/// The documents and lexical parts of an index, built from a collection; a build that was stopped is gone on with.
struct BaseIndex {
  let job: IndexJob

  func build() throws {
    let plan = try memoryPlan()
    let options = readingOptions(blockBytes: plan.blockBytes)
    var reader = try openCollection(options)
    let files = reader.files
    let staging = try Staging(folder: job.folder)
    let records = try UnfinishedBuild(job: job, staging: staging, settings: settings()).records(going: &reader) {
      try openCollection(options)
    }
    var build = try CollectionBuild(job, plan: plan, staging: staging, options: options, after: records)
    let digest = try build.read(reader)
    if build.skipped.total > 0 || build.skipped.replaced > 0 { job.work.note("\(build.skipped)") }
    if build.documentCount == 0 { job.work.note("warning: the collection holds no documents; the index is empty") }
    var writer = try staging.store(dirtyBytes: plan.dirtyBytes)
    var manifest = Manifest()
    manifest.recipe = recipe(collectionDigest: digest).json
    manifest.digests = ["collection": .string(ByteString(digest))]
    var times: BuildTimes
    (manifest.documents, manifest.lexical, times) = try build.write(into: &writer, files: files)
    let start = ContinuousClock.now
    try writer.publish(manifest)
    times.add(\.writing, since: start)
    if times.areWorthTelling { job.work.note(times.text) }
    staging.discard()
  }

  private func memoryPlan() throws -> MemoryPlan {
    job.work.budget.keepTight()
    var plan = try MemoryPlan(
      budget: job.work.budget, threads: job.work.threads, storeText: job.storeText, used: MemoryBudget.anonymousBytes() ?? 0)
    if let grain = job.grain { (plan.blockBytes, plan.documents) = grain }
    return plan
  }

  private func readingOptions(blockBytes: Int) -> ReadingOptions {
    ReadingOptions(
      skipBad: job.skipBad, replaceInvalidUTF8: job.replaceInvalidUTF8, vectors: job.impacts, blockSize: blockBytes)
  }

  private func openCollection(_ options: ReadingOptions) throws -> CollectionReader {
    try CollectionReader(paths: job.collection, format: try format(), options: options)
  }

  private func format() throws -> CollectionFormat {
    if let format = CollectionFormat(rawValue: job.format) { return format }
    let known = CollectionFormat.allCases.map(\.rawValue).joined(separator: ", ")
    throw PipelinesError.input(reason: "unknown collection format '\(job.format)'; known: \(known)")
  }

  /// Digest of the collection's contents as `CollectionReader` counts them, without parsing.
  func collectionDigest() throws -> String {
    var reader = try openCollection(readingOptions(blockBytes: 1 << 20))
    while try !reader.nextBlocks(16).isEmpty {}
    return reader.digest
  }

  /// What decides whether an index is up to date.
  func recipe(collectionDigest: String) -> Recipe {
    var recipe = Recipe()
    recipe.add("collection", collectionDigest)
    for field in settings().fields { recipe.add(field.name, field.value) }
    return recipe
  }

  /// The recipe without what is known only when everything is read.
  func settings() -> Recipe {
    var recipe = Recipe()
    recipe.add("format", job.format)
    recipe.add("analysis", job.lexical && job.impacts == nil ? EnglishAnalyzer.name : "none")
    if let impacts = job.impacts { recipe.add("impacts", impacts.name) }
    recipe.add("texts", job.storeText ? "stored" : "not stored")
    recipe.add("bad lines", job.skipBad ? "skipped" : "refused")
    recipe.add("invalid UTF-8", job.replaceInvalidUTF8 ? "replaced" : "refused")
    return recipe
  }

  /// Removes what the build of an index left when it was killed just after the publication.
  func removeRemains(of collectionDigest: String) {
    guard Staging.exists(in: job.folder), let staging = try? Staging(folder: job.folder) else { return }
    let last = staging.batches.last.flatMap { try? BuildRecord($0, folder: staging.path) }
    if staging.settings == settings().json, last?.position.digest == collectionDigest { staging.discard() }
  }
}

extension Recipe {
  /// As a manifest keeps it.
  var json: JSONValue { .object(fields.map { (key: ByteString($0.name), value: .string(ByteString($0.value))) }) }

  /// Reads it back.
  init(json: JSONValue) {
    self.init()
    for member in json.object ?? [] { add(member.key.text, member.value.string?.text ?? "") }
  }
}

extension OpenIndex {
  /// The recipe in the manifest.
  var recipe: Recipe {
    Recipe(json: snapshot.manifest.recipe)
  }
}
