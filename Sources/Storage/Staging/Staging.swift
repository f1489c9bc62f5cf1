public import Bytes
internal import Glibc

/// The unfinished build of a part of an index: a folder inside the index folder that holds a journal and the files its records name.
///
/// A build commits batch after batch; when it is stopped, however that happens, the next one finds every committed batch and goes on
/// behind the last. Whoever holds a `Staging` holds the folder's writers' lock.
public final class Staging {
  /// The format of the staging folder's files; an unfinished build of another one is not continued.
  static let version = 1

  /// The index folder.
  public let folder: String
  /// The folder of the unfinished build.
  public let path: String
  private let lock: WriterLock
  private var journal: Journal?

  /// What is built: each has a folder of its own, so that one unfinished build is not in another's way.
  public enum Subject: Sendable {
    /// Documents and their lexical part.
    case collection
    /// A set of vectors, or the graph of one.
    case vectors
  }

  /// Takes the writers' lock of an index folder, which is created when missing, and looks for an unfinished build.
  /// - Throws: `StorageError.locked` when another writer holds the folder.
  public init(folder: String, _ subject: Subject = .collection) throws {
    try IndexFolder.create(folder)
    self.folder = folder
    path = IndexFolder.staging(folder, subject)
    lock = try WriterLock(folder: folder)
    if FileSystem.byteCount(journalPath) != nil { journal = try Journal(path: journalPath) }
    if isUnfinished { removeStrangers() }
  }

  /// A build that has committed nothing leaves nothing.
  deinit { if !isUnfinished { FileSystem.removeFolder(path) } }

  private var journalPath: String { "\(path)/journal" }

  /// True when there is at least one committed batch.
  public var isUnfinished: Bool { (journal?.records.count ?? 0) > 1 }

  /// True when a folder holds an unfinished build, or what is left of one whose removal was interrupted; `init` and `deinit` remove that.
  public static func exists(in folder: String, _ subject: Subject = .collection) -> Bool {
    IndexFolder.names(IndexFolder.staging(folder, subject)) != nil
  }

  /// What the unfinished build was asked for; nil when there is none, or it is another version's.
  public var settings: JSONValue? {
    guard isUnfinished, let header = journal?.records.first, header["staging"]?.int == Staging.version else { return nil }
    return header["settings"]
  }

  /// What was committed, oldest first.
  public var batches: [JSONValue] { Array((journal?.records ?? []).dropFirst()) }

  /// Begins a new build; what an earlier one left is removed.
  public func begin(settings: JSONValue) throws {
    discard()
    try FileSystem.makeFolder(path)
    let journal = try Journal(path: journalPath)
    try journal.append(["staging": JSONValue(Staging.version), "settings": settings])
    self.journal = journal
    try FileSystem.syncFolder(folder)
  }

  /// Where a file of the build stands, or is to be written.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Commits a batch whose files are all on the disk. Its member `names` lists them: other files are removed when the build goes on.
  public func commit(_ batch: JSONValue) throws {
    guard let journal else { throw StorageError.system(path: path, doing: "committing", reason: "the build was not begun") }
    try FileSystem.syncFolder(path)
    try journal.append(batch)
  }

  /// Creates a file for a batch; one of that name that no batch has is overwritten.
  public func create(_ name: String) throws -> StagedFileWriter { try StagedFileWriter(folder: path, name: name) }

  /// Maps a file of a committed batch and compares its bytes with its digest.
  public func open(_ file: StagedFile) throws -> StagedFileReader { try StagedFileReader(folder: path, file) }

  /// Removes a file that a later batch has made superfluous.
  public func remove(_ file: StagedFile) { _ = unsafe unlink(self.file(file.name)) }

  /// Removes the build: the journal first, since files without a journal are nobody's, and a journal without its files is damage.
  public func discard() {
    journal = nil
    _ = unsafe unlink(journalPath)
    try? FileSystem.syncFolder(path)
    FileSystem.removeFolder(path)
  }

  /// Begins the index's file, under the same lock.
  /// - Parameter dirtyBytes: how much is held in memory before it is written.
  public func store(dirtyBytes: Int = 64 << 20) throws -> StoreWriter {
    try StoreWriter(folder: folder, lock: lock, dirtyBytes: dirtyBytes)
  }

  /// Removes the files of a batch that was never committed.
  private func removeStrangers() {
    let known = Set(batches.flatMap { $0["names"]?.array ?? [] }.compactMap { $0.string?.text } + ["journal"])
    for name in IndexFolder.names(path) ?? [] where !known.contains(name) { _ = unsafe unlink("\(path)/\(name)") }
  }
}
