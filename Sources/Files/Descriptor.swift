#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// An open file descriptor with the path it stands for; closed when the last reference goes. Only this file and `Paths.swift` talk to the system.
final class Descriptor {
  let number: Int32
  let path: String
  /// Bytes read or written so far.
  private(set) var offset = 0
  private let isOwned: Bool

  init(number: Int32, path: String, isOwned: Bool) {
    self.number = number
    self.path = path
    self.isOwned = isOwned
  }

  /// Opens for reading; "-" is standard input.
  convenience init(reading path: String) throws(FilesError) {
    if path == "-" {
      self.init(number: STDIN_FILENO, path: "standard input", isOwned: false)
      return
    }
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw Paths.cannotOpen(path, code: errno) }
    self.init(number: number, path: path, isOwned: true)
    if Paths.isFolder(path) {
      throw .cannotOpen(path: path, reason: "it is a folder", advice: "name a file in it")
    }
  }

  /// Creates a file that must not exist yet.
  convenience init(creating path: String) throws(FilesError) {
    let number = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw Paths.cannotWrite(path, code: errno) }
    self.init(number: number, path: path, isOwned: true)
  }

  /// Opens a device or pipe that exists for writing. A closed pipe becomes an error instead of a signal.
  convenience init(writingInto path: String) throws(FilesError) {
    _ = Self.ignoringClosedPipes
    let number = unsafe open(path, O_WRONLY | O_CLOEXEC)
    guard number >= 0 else { throw Paths.cannotWrite(path, code: errno) }
    self.init(number: number, path: path, isOwned: true)
  }

  /// Standard output. A closed pipe becomes an error instead of a signal.
  static func standardOutput() -> Descriptor {
    _ = Self.ignoringClosedPipes
    return Descriptor(number: STDOUT_FILENO, path: "standard output", isOwned: false)
  }

  private static let ignoringClosedPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  deinit { if isOwned { close(number) } }

  /// Reads at least one byte unless the file has ended (0). An interrupted call is repeated.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FilesError) -> Int {
    while true {
      let count = unsafe systemRead(number, buffer.baseAddress, buffer.count)
      if count >= 0 {
        offset += count
        return count
      }
      let code = errno
      if code == EINTR { continue }
      throw .cannotRead(path: path, offset: offset, reason: Paths.reason(code))
    }
  }

  /// Writes all bytes or throws. `target` is the path to name in an error.
  func write(_ bytes: UnsafeRawBufferPointer, target: String) throws(FilesError) {
    var done = 0
    while done < bytes.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = unsafe systemWrite(number, rest.baseAddress, rest.count)
      if count >= 0 {
        done += count
        offset += count
      } else if errno != EINTR {
        throw Paths.cannotWrite(target, code: errno)
      }
    }
  }

  /// Forces written bytes to the disk.
  func synchronize(target: String) throws(FilesError) {
    if fsync(number) != 0 { throw Paths.cannotWrite(target, code: errno) }
  }

  /// Marks a file as being written, as long as it is open. File systems without locks do without the mark.
  func lock() { _ = flock(number, LOCK_EX | LOCK_NB) }

  /// Gives this file the access rights of another.
  func copyMode(from path: String) {
    var status = stat()
    if unsafe stat(path, &status) == 0 { _ = fchmod(number, status.st_mode & 0o777) }
  }
}

private func systemRead(_ number: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(number, bytes, count)
}

private func systemWrite(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(number, bytes, count)
}
