internal import Bytes
internal import Corpora
internal import Files
internal import Parallelism
internal import Storage

/// What an earlier command left of the build of an index, and whether this one goes on with it.
struct UnfinishedBuild {
  let job: IndexJob
  let staging: Staging
  /// What decides, beside the collection, whether it is the same build.
  let settings: Recipe

  /// The committed batches to go on behind, with the reader behind the last of them; or none, of a build begun anew.
  /// - Parameter reopening: another reader of the same collection, at its beginning.
  /// - Throws: `PipelinesError.otherRecipe` when the unfinished build is another one and may not be replaced.
  func records(going reader: inout CollectionReader, reopening: () throws -> CollectionReader) throws -> [BuildRecord] {
    if staging.isUnfinished {
      let differences = differences()
      if differences.isEmpty, let records = try goOn(&reader) { return records }
      let changed = "collection: what was read of it has changed"
      try refuseUnlessOverwriting(differences.isEmpty ? [changed] : differences)
      if differences.isEmpty { reader = try reopened(reopening) }
    }
    try staging.begin(settings: settings.json)
    return []
  }

  private func differences() -> [String] {
    guard let old = staging.settings else { return ["the build was begun by another version of Winnow"] }
    return settings.differences(from: Recipe(json: old))
  }

  /// The committed batches, or nil when the collection before their end is no longer what it was.
  private func goOn(_ reader: inout CollectionReader) throws -> [BuildRecord]? {
    let records = try staging.batches.map { try BuildRecord($0, folder: staging.path) }
    guard let last = records.last, try reader.skip(to: last.position) else { return nil }
    job.work.note("going on with the unfinished build in \(job.folder): \(last.documentCount) documents are committed")
    return records
  }

  private func refuseUnlessOverwriting(_ differences: [String]) throws {
    guard job.overwrite else {
      throw PipelinesError.otherRecipe(output: "the unfinished build in \(job.folder)", differences: differences)
    }
    job.work.note("the unfinished build in \(job.folder) is begun again: \(differences.joined(separator: "; "))")
  }

  /// What was read of a pipe cannot be read again.
  private func reopened(_ reopening: () throws -> CollectionReader) throws -> CollectionReader {
    guard job.collection.allSatisfy({ $0 != "-" && (Paths.isFolder($0) || Paths.isRegularFile($0)) }) else {
      staging.discard()
      throw PipelinesError.input(
        reason: "the unfinished build in \(job.folder) is removed, and its input cannot be read twice; run the command again")
    }
    return try reopening()
  }
}
