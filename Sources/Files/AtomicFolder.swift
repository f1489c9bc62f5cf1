#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A folder being filled beside its target and renamed to it at `commit`: readers see the old folder or the whole new one.
///
/// Dropped without a commit it leaves nothing behind. A folder that stands at the target gives way at `commit`: between two renames
/// there is none of that name, and a command killed just then leaves both beside it.
public struct AtomicFolder: ~Copyable {
  /// Where to put files until `commit`; write them with `AtomicFile`, which forces them to the disk.
  public let path: String
  private let target: String

  /// Makes the temporary folder. Fails when the target's own folder does not exist or cannot be written, or a file is in the way.
  public init(target: String) throws(FilesError) {
    path = try Self.begin(target)
    self.target = target
  }

  private static func begin(_ target: String) throws(FilesError) -> String {
    if Paths.exists(target), !Paths.isFolder(target) { throw .cannotWrite(path: target, reason: "a file has that name") }
    UnfinishedFiles.removeAbandonedFolders(for: target)
    let path = UnfinishedFiles.name(for: target)
    try Paths.makeFolder(path, namedInErrors: target)
    UnfinishedFiles.add(path)
    return path
  }

  deinit { UnfinishedFiles.remove(path) }

  /// Makes a folder inside; its parent must be there, itself it may.
  public func makeFolder(_ name: String) throws(FilesError) {
    if !Paths.isFolder("\(path)/\(name)") { try Paths.makeFolder("\(path)/\(name)", namedInErrors: "\(target)/\(name)") }
  }

  /// Gives the folder its name and forces that to the disk.
  public consuming func commit() throws(FilesError) {
    Paths.synchronizeFolder(path)
    guard Paths.isFolder(target) else {
      try Paths.rename(path, to: target)
      return UnfinishedFiles.forget(path)
    }
    let old = UnfinishedFiles.name(for: target)
    try Paths.rename(target, to: old)
    do { try Paths.rename(path, to: target) } catch {
      // The old folder is whole: it takes its name back, and the error told is the first one.
      try? Paths.rename(old, to: target)
      throw error
    }
    UnfinishedFiles.forget(path)
    Paths.removeTree(old)
  }
}

extension Paths {
  /// Makes a folder, whose parent must be there.
  static func makeFolder(_ path: String, namedInErrors named: String) throws(FilesError) {
    guard unsafe mkdir(path, 0o777) == 0 else { throw cannotWrite(named, code: errno) }
  }

  /// Forces a folder's entries to the disk, where the file system can.
  static func synchronizeFolder(_ path: String) {
    let folder = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    _ = fsync(folder)
    _ = close(folder)
  }

  /// Removes a file or a folder with all it holds; links are removed, not followed.
  public static func removeTree(_ path: String) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard UInt32(status.st_mode) & UInt32(S_IFMT) == UInt32(S_IFDIR) else { return remove(path) }
    for name in names(in: path) where name != "." && name != ".." { removeTree("\(path)/\(name)") }
    _ = unsafe rmdir(path)
  }
}
