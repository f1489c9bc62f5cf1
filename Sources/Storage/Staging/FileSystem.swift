internal import Glibc

/// What the staging of a build asks of folders.
enum FileSystem {
  /// Forces a folder's entries to the disk.
  static func syncFolder(_ folder: String) throws {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemError(path: folder, doing: "opening the folder") }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 && errno != EINVAL { throw systemError(path: folder, doing: "syncing the folder") }
  }

  /// Removes a folder of files; what cannot be removed stays.
  static func removeFolder(_ folder: String) {
    for name in IndexFolder.names(folder) ?? [] { _ = unsafe unlink("\(folder)/\(name)") }
    _ = unsafe rmdir(folder)
  }

  /// Makes a folder unless it is there.
  static func makeFolder(_ folder: String) throws {
    if unsafe mkdir(folder, 0o755) != 0 && errno != EEXIST { throw systemError(path: folder, doing: "creating the folder") }
  }

  /// The size of a regular file; nil when there is none.
  static func byteCount(_ path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Writes all bytes at a file's end.
  static func write(_ bytes: RawSpan, to descriptor: Int32, path: String) throws {
    try unsafe bytes.withUnsafeBytes { all in
      var done = 0
      while done < all.count {
        let count = unsafe Glibc.write(descriptor, all.baseAddress! + done, all.count - done)
        if count >= 0 { done += count } else if errno != EINTR { throw systemError(path: path, doing: "writing") }
      }
    }
  }
}
