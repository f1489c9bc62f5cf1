internal import Files

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The right of one process to write in a folder, until the lock goes or the process ends, however it ends. It leaves no file behind.
final class FolderLock {
  private let descriptor: Int32

  /// Takes the lock of a folder that exists; nil when another has it. A file system without locks gives it to everybody.
  init?(folder: String) throws(FilesError) {
    descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: folder, reason: unsafe String(cString: strerror(errno)), advice: "look at its rights")
    }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
