internal import Glibc
internal import Storage

/// A file written from its beginning to its end; removed again unless `finish` returned.
final class RunOutput {
  private let path: String
  private let descriptor: Int32
  private let isRegular: Bool
  private var isFinished = false
  /// Bytes written.
  private(set) var byteCount = 0

  /// Creates or replaces a file.
  init(path: String) throws {
    let opened = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw systemFailure(path, "creating a file of an unfinished build") }
    var status = stat()
    isRegular = unsafe fstat(opened, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    descriptor = opened
    self.path = path
  }

  deinit {
    close(descriptor)
    if !isFinished && isRegular { unsafe unlink(path) }
  }

  /// Appends bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var done = 0
    while done < bytes.count {
      let written = unsafe Glibc.write(descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done)
      if written < 0 && errno == EINTR { continue }
      guard written >= 0 else { throw systemFailure(path, "writing a file of an unfinished build") }
      done += written
    }
    byteCount += done
  }

  /// Appends bytes.
  func write(_ bytes: [UInt8]) throws { try unsafe bytes.withUnsafeBytes { try unsafe write($0) } }

  /// Everything is on the disk afterwards, the file's name included.
  func finish() throws {
    guard fsync(descriptor) == 0 else { throw systemFailure(path, "syncing a file of an unfinished build") }
    try syncFolder()
    isFinished = true
  }

  private func syncFolder() throws {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let folder = String(path.dropLast(name.count))
    let opened = unsafe open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { throw systemFailure(folder, "opening the folder of a sorted run") }
    defer { close(opened) }
    if fsync(opened) != 0 && errno != EINVAL { throw systemFailure(folder, "syncing the folder of a sorted run") }
  }
}

/// The current errno as an error.
func systemFailure(_ path: String, _ doing: String) -> StorageError {
  let code = errno
  let reason = unsafe String(cString: strerror(code))
  if code == ENOSPC || code == EDQUOT { return .diskFull(path: path, key: nil, reason: reason) }
  return .system(path: path, doing: doing, reason: reason)
}
