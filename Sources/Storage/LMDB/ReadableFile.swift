internal import Glibc

/// Device and inode: which file it is, whatever its name is by now.
struct FileIdentity: Equatable {
  let device: UInt64
  let inode: UInt64

  init(descriptor: Int32, path: String) throws {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw systemError(path: path, doing: "looking at the file") }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }
}

/// A file open for reading at given offsets.
struct ReadableFile: ~Copyable {
  let path: String
  let byteCount: Int
  let identity: FileIdentity
  private let descriptor: Int32

  /// Opens a regular file; nil when there is none.
  init?(path: String) throws {
    let opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if opened < 0 && (errno == ENOENT || errno == ENOTDIR) { return nil }
    guard opened >= 0 else { throw systemError(path: path, doing: "opening the store") }
    do {
      var status = stat()
      guard unsafe fstat(opened, &status) == 0 else { throw systemError(path: path, doing: "looking at the file") }
      guard status.st_mode & S_IFMT == S_IFREG else { throw StorageError.notAnIndex(path: path, reason: "not a regular file") }
      identity = try FileIdentity(descriptor: opened, path: path)
      byteCount = Int(status.st_size)
    } catch {
      close(opened)
      throw error
    }
    self.path = path
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// Exactly `count` bytes from `offset`.
  func read(at offset: Int, count: Int) throws -> [UInt8] {
    guard offset >= 0, count >= 0, offset <= byteCount - count else {
      throw StorageError.truncated(path: path, bytes: byteCount, needed: offset.addingReportingOverflow(count).partialValue)
    }
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let got = unsafe bytes.withUnsafeMutableBytes {
        unsafe pread(descriptor, $0.baseAddress! + done, count - done, off_t(offset + done))
      }
      if got < 0 && errno == EINTR { continue }
      if got < 0 { throw systemError(path: path, doing: "reading") }
      if got == 0 { throw StorageError.truncated(path: path, bytes: offset + done, needed: offset + count) }
      done += got
    }
    return bytes
  }
}
