internal import Glibc

/// The right to write in a folder: an exclusive `flock` on `writer.lock`, which the kernel releases however the process ends.
/// The file itself stays; removing it would race with the next writer.
final class WriterLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock at once or says who has it.
  init(folder: String) throws {
    let path = IndexFolder.lock(folder)
    let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw systemError(path: path, doing: "opening the writers' lock") }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      defer { close(opened) }
      if errno != EWOULDBLOCK { throw systemError(path: path, doing: "locking") }
      throw StorageError.locked(path: folder, process: WriterLock.owner(opened))
    }
    descriptor = opened
    WriterLock.sign(opened)
  }

  deinit { close(descriptor) }

  /// The process id in the file is a courtesy for the error message: on a full disk it is simply missing.
  private static func sign(_ descriptor: Int32) {
    let text = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = unsafe text.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  private static func owner(_ descriptor: Int32) -> Int? {
    var text = [UInt8](repeating: 0, count: 32)
    let got = unsafe text.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
    guard got > 0 else { return nil }
    return Int(String(decoding: text[..<got].prefix { $0 != 10 }, as: UTF8.self))
  }
}
