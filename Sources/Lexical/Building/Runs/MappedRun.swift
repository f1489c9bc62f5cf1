internal import Glibc

/// A file mapped for reading. `@unchecked Sendable`: nobody writes to it.
@safe final class MappedRun: @unchecked Sendable {
  /// All bytes, valid as long as this object.
  let bytes: ByteRegion

  /// Maps a regular file.
  init(path: String) throws {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemFailure(path, "opening a sorted run") }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw systemFailure(path, "looking at a sorted run") }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      throw LexicalError.damagedRun(path: path, detail: "it is empty or no file")
    }
    let mapped = unsafe mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { throw systemFailure(path, "mapping a sorted run") }
    bytes = unsafe ByteRegion(start: UnsafeRawPointer(mapped), count: Int(status.st_size))
  }

  deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: bytes.start), bytes.count) }
}
