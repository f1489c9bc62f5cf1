internal import Bytes
internal import Parallelism
internal import Storage

/// What an earlier command left of the vectors or the graph of a set, and whether this one goes on with it.
struct UnfinishedVectors {
  let job: IndexJob
  let staging: Staging
  /// What decides whether it is the same work.
  let settings: Recipe

  /// The member of the settings that names the work for people.
  static let subject = "work"
  /// The member that names the documents by their digest.
  static let documentsField = "documents"

  /// Leaves the staging begun: behind the committed batches of the same work, or anew.
  /// - Throws: `PipelinesError.input` when other work is unfinished and may not be replaced.
  func goOn() throws {
    if staging.isUnfinished {
      let differences = differences()
      if differences.isEmpty { return }
      try refuseUnlessOverwriting(differences)
    }
    try staging.begin(settings: settings.json)
  }

  private func differences() -> [String] {
    guard let old = staging.settings else { return ["it was begun by another version of Winnow"] }
    return settings.differences(from: Recipe(json: old))
  }

  private func refuseUnlessOverwriting(_ differences: [String]) throws {
    let what = staging.settings.flatMap { Recipe(json: $0)[Self.subject] } ?? "work of another version"
    guard job.overwrite else {
      throw PipelinesError.input(
        reason: "\(job.folder) holds unfinished work on its vectors: \(what), which is not what was asked for:\n"
          + differences.map { "  \($0)\n" }.joined()
          + "Finish it with the command that began it, or give --overwrite to drop it.")
    }
    job.work.note("unfinished work in \(job.folder) is dropped: \(what); \(differences.joined(separator: "; "))")
  }

  /// Removes unfinished work on an index whose documents are others now: nothing can go on with it.
  static func removeStale(in folder: String, work: WorkSettings) throws {
    guard Staging.exists(in: folder, .vectors) else { return }
    let staging = try Staging(folder: folder, .vectors)
    let documents = try Snapshot(folder: folder).digest(of: .documents)
    guard let settings = staging.settings.map(Recipe.init), settings[documentsField] != documents else { return }
    work.note("unfinished work on the old index's vectors is dropped: \(settings[subject] ?? "")")
    staging.discard()
  }

  /// Removes what work left that was killed just after its publication.
  static func removeRemains(in folder: String, of settings: Recipe) {
    guard Staging.exists(in: folder, .vectors), let staging = try? Staging(folder: folder, .vectors) else { return }
    if staging.settings == settings.json { staging.discard() }
  }
}
