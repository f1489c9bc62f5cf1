internal import Glibc

/// A file mapped into memory, read-only.
@safe final class MappedFile: @unchecked Sendable {
  // Immutable after init; the mapping ends with the object.
  let path: String
  private let start: UnsafeMutableRawPointer
  private let count: Int

  /// Maps a whole file that is not empty.
  init(path: String) throws(TransformersError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: unsafe String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "is not a regular file")
    }
    guard status.st_size > 0 else { throw .unreadable(path: path, reason: "the file is empty; fetch it again") }
    count = Int(status.st_size)
    guard let mapped = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), unsafe mapped != MAP_FAILED else {
      throw .unreadable(path: path, reason: unsafe String(cString: strerror(errno)))
    }
    self.path = path
    unsafe start = mapped
  }

  deinit { unsafe _ = munmap(start, count) }

  /// The file's bytes.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(RawSpan(_unsafeStart: start, byteCount: count), borrowing: self) }
  }
}
