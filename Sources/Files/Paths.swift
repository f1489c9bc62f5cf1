#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Questions about paths, and the system's error codes as `FilesError`.
public enum Paths {
  /// True when the path leads to a folder.
  public static func isFolder(_ path: String) -> Bool { kind(path) == UInt32(S_IFDIR) }

  /// True when something stands at the path.
  public static func exists(_ path: String) -> Bool { kind(path) != nil }

  /// True for a regular file; false for folders, devices, pipes and nothing at all.
  public static func isRegularFile(_ path: String) -> Bool { kind(path) == UInt32(S_IFREG) }

  /// Size of a regular file; nil for anything else.
  public static func byteCount(_ path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, UInt32(status.st_mode) & UInt32(S_IFMT) == UInt32(S_IFREG) else { return nil }
    return Int(status.st_size)
  }

  private static func kind(_ path: String) -> UInt32? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return UInt32(status.st_mode) & UInt32(S_IFMT)
  }

  /// Where symbolic links lead, when the path exists; otherwise the path itself.
  static func resolvingLinks(_ path: String) -> String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// The folder part and the last part of a path.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
  }

  static func remove(_ path: String) { _ = unsafe unlink(path) }

  /// The names in a folder, in no order; none when it cannot be read.
  public static func names(in folder: String) -> [String] {
    guard let stream = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      names.append(name)
    }
    return names
  }

  /// Removes a file that nobody has locked.
  static func removeUnlocked(_ path: String) {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return }
    if flock(number, LOCK_EX | LOCK_NB) == 0 { remove(path) }
    _ = close(number)
  }

  /// True unless the system knows no such process.
  static func isRunning(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno != ESRCH }

  /// Renames, then forces the folder's entry to the disk (a folder that cannot be synchronised is not an error).
  static func rename(_ old: String, to new: String) throws(FilesError) {
    guard systemRename(old, new) == 0 else { throw cannotWrite(new, code: errno) }
    let folder = unsafe open(split(new).folder, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    _ = fsync(folder)
    _ = close(folder)
  }

  static var processID: Int32 { getpid() }

  /// The system's words for an error code.
  static func reason(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

  static func cannotOpen(_ path: String, code: Int32) -> FilesError {
    .cannotOpen(path: path, reason: reason(code), advice: advice(path, code))
  }

  private static func advice(_ path: String, _ code: Int32) -> String {
    if code == EACCES || code == EPERM { return "ask for the right to read it" }
    guard code == ENOENT, !path.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) else { return "check the path" }
    defer { unsafe free(folder) }
    return unsafe "check the path (it was looked up from \(String(cString: folder)))"
  }

  static func cannotWrite(_ path: String, code: Int32) -> FilesError {
    switch code {
    case EPIPE: .closedPipe
    case ENOSPC, EDQUOT: .diskFull(path: path)
    case ENOENT: .cannotWrite(path: path, reason: "its folder does not exist, make it first")
    default: .cannotWrite(path: path, reason: reason(code))
    }
  }
}

private func systemRename(_ old: String, _ new: String) -> Int32 { unsafe rename(old, new) }
