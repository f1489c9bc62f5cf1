internal import Bytes
internal import Corpora
internal import Lexical
internal import Parallelism
internal import Storage

/// The documents and the inverted index of a collection on their way into an index: read into memory, committed in batches to the
/// staging folder, and in the end written in one pass.
///
/// The index depends on the collection alone: not on where batches end, nor on how often the build was stopped.
struct CollectionBuild: ~Copyable {
  private let job: IndexJob
  private let plan: MemoryPlan
  private let staging: Staging
  private var documents: StagedDocuments
  private var lexical: LexicalBuilder
  private var runs: [LexicalRun]
  private var accepted: AcceptedRecords
  private var position: CollectionPosition
  /// Documents that are committed.
  private var committed: Int
  /// Bytes of text read by this process.
  private var textBytes = 0
  /// Where the time went so far.
  private(set) var times = BuildTimes()

  /// Begins, or goes on behind committed batches.
  init(_ job: IndexJob, plan: MemoryPlan, staging: Staging, options: ReadingOptions, after records: [BuildRecord]) throws {
    self.job = job
    self.plan = plan
    self.staging = staging
    let last = records.last
    committed = last?.documentCount ?? 0
    position = last?.position ?? CollectionPosition(file: 0, offset: 0, line: 1, digest: "")
    documents = try StagedDocuments(
      staging, storeTexts: job.storeText, threads: job.work.threads, batches: records.map(\.documents))
    lexical = LexicalBuilder(threads: job.work.threads, firstDocument: committed)
    runs = records.compactMap(\.run)
    accepted = AcceptedRecords(options: options, skipped: last?.skipped ?? SkippedRecords())
  }

  /// Bad records left out so far, and records in which bytes were replaced.
  var skipped: SkippedRecords { accepted.skipped }

  /// Documents read, those of earlier batches included.
  var documentCount: Int { documents.count }

  /// Reads the rest of the collection, committing a batch whenever one is full.
  /// - Returns: the digest of the collection.
  /// - Throws: `BuildStopped` when that was wished for; everything read is committed then.
  mutating func read(_ reader: consuming CollectionReader) throws -> String {
    let files = reader.files
    var progress = BuildProgress(job, plan, stored: reader.stored, documents: documents.count)
    let ahead = ReadAhead(reader, blocksPerRound: plan.blocksPerRound)
    job.work.stop.isHeeded(true)
    while true {
      let start = ContinuousClock.now
      let round = try ahead.next()
      times.add(\.reading, since: start)
      position = round.position
      if round.blocks.isEmpty { break }
      try add(round.blocks)
      try progress.reach(documents.count, textBytes: textBytes, stored: round.stored)
      try commitIfNeeded(files: files)
    }
    job.work.stop.isHeeded(false)
    try commitIfNeeded(files: files)
    progress.finish()
    return position.digest
  }

  /// Blocks of the collection are parsed in parallel and taken in order, so the index does not depend on the threads.
  private mutating func add(_ blocks: [CollectionBlock]) throws {
    let start = ContinuousClock.now
    let parsed = try mapBlocks(count: blocks.count, threads: job.work.threads) { blocks[$0].parse() }
    var batch: [SourcedDocument] = []
    for block in parsed { batch += try accepted.accept(block) }
    for item in batch {
      textBytes += item.document.text.count
      let place = DocumentPosition(file: item.file, line: item.line)
      try documents.add(id: item.document.id, text: item.document.text, at: place)
    }
    times.add(\.reading, since: start)
    if job.lexical { try invert(batch) }
  }

  private mutating func invert(_ batch: [SourcedDocument]) throws {
    let start = ContinuousClock.now
    try lexical.add(batch)
    times.add(\.inverting, since: start)
    times.analysisShare = lexical.times.analysisShare
  }

  private mutating func commitIfNeeded(files: [String]) throws {
    let wasStopped = job.work.stop.wasUttered()
    if wasStopped || isFull { try commit(files: files) }
    if wasStopped { throw BuildStopped(folder: job.folder, count: committed, unit: "documents") }
    try job.work.budget.check()
  }

  private var isFull: Bool {
    if documents.count - committed >= plan.documents { return true }
    let held = documents.heldBytes + lexical.heldBytes
    if held >= plan.batchBytes { return true }
    guard let most = plan.processBytes, held >= plan.batchBytes / 4, let used = MemoryBudget.anonymousBytes() else {
      return false
    }
    return used >= most
  }

  /// Makes what was read since the last commit part of the build for good.
  private mutating func commit(files: [String]) throws {
    if documents.count == committed { return }
    let start = ContinuousClock.now
    defer { times.add(\.spilling, since: start) }
    let section = try seal(durably: true, files: files)
    var names = documents.names
    if job.lexical {
      let name = "run-\(runs.count)"
      runs.append(try lexical.spill(to: staging.file(name)))
      names.append(name)
    }
    let record = BuildRecord(
      position: position, documentCount: documents.count, skipped: accepted.skipped, documents: section,
      run: job.lexical ? runs.last : nil, names: names)
    try staging.commit(record.json)
    committed = documents.count
    MemoryBudget.trim()
  }

  /// Writes the documents and the lexical part in the order of the store. What was never committed, as in a build that fits in one
  /// batch, goes there without a detour.
  /// - Returns: the sections of the manifest, and where the time went.
  consuming func write(
    into writer: inout StoreWriter, files: [String]
  ) throws -> (documents: JSONValue, lexical: JSONValue, times: BuildTimes) {
    if committed > 0 { try commit(files: files) }
    let start = ContinuousClock.now
    if committed == 0 { _ = try seal(durably: false, files: files) }
    MemoryBudget.trim()
    try plan.check(documents: documents.count)
    let progress = WritingProgress(expected: expectedBytes, quiet: job.work.quiet)
    writer.hasAppended = { progress.add($0) }
    defer { progress.finish() }
    let section = try writeDocuments(into: &writer, files: files)
    times.add(\.writing, since: start)
    guard job.lexical else { return (section, [:], times) }
    var times = times
    let (middle, appending) = (ContinuousClock.now, writer.time)
    let statistics = try writeLexical(into: &writer)
    times.add(\.merging, since: middle)
    times.merging -= writer.time - appending
    times.writing += writer.time - appending
    return (section, statistics, times)
  }

  private consuming func writeLexical(into writer: inout StoreWriter) throws -> JSONValue {
    if let impacts = job.impacts { try ImpactMark.write(ByteString(impacts.name), into: &writer) }
    let impacts = job.impacts
    if committed == 0 { return try lexical.finish(into: &writer).json(impacts: impacts) }
    return try LexicalMerge.write(runs, threads: job.work.threads, memory: plan.mergeBytes, into: &writer).json(impacts: impacts)
  }

  /// Bytes of the index, about.
  private var expectedBytes: Int {
    BuildForecast(
      documents: documents.count, textBytes: documents.allTextBytes, seconds: 0, storeText: job.storeText, lexical: job.lexical
    ).indexBytes
  }

  private func writeDocuments(into writer: inout StoreWriter, files: [String]) throws -> JSONValue {
    do { return try documents.write(into: &writer).json } catch {
      throw error.namingPlaces(in: files, then: "; both are committed already, so run the command with --overwrite then")
    }
  }

  private mutating func seal(durably: Bool, files: [String]) throws -> JSONValue {
    do { return try documents.seal(durably: durably) } catch {
      throw error.namingPlaces(in: files, then: " and run the command again")
    }
  }
}

extension Error {
  /// An id that came twice, with the names of the files in which it stands, and what to do; other errors as they are.
  fileprivate func namingPlaces(in files: [String], then advice: String) -> any Error {
    guard let error = self as? StorageError, case .duplicateDocument(let id, let first, let second) = error else { return self }
    func place(_ position: DocumentPosition) -> String {
      "\(position.file < files.count ? files[position.file] : "file \(position.file + 1)"):\(position.line)"
    }
    return PipelinesError.input(
      reason: "\(place(second)): the document id '\(id)' stands at \(place(first)) already; remove or rename one\(advice)")
  }
}
