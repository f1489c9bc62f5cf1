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
    guard descriptor >= 0 else {
      let advice = errno == ENOENT ? "; fetch the model again, whole" : ""
      throw .unreadable(path: path, reason: unsafe String(cString: strerror(errno)) + advice)
    }
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

  /// Gives back the memory of whole pages within a range of bytes, which are read from the file again when they are asked for: weights
  /// that have been packed do not stay in memory twice.
  func release(_ range: Range<Int>) {
    let page = max(1, Int(getpagesize()))
    let first = (max(0, range.lowerBound) + page - 1) / page * page, end = min(count, range.upperBound) / page * page
    if first < end { unsafe _ = madvise(start + first, end - first, MADV_DONTNEED) }
  }

  /// Calls `body` with the file's bytes, a piece after the other, of which only one stays in memory.
  func forEachPiece(_ body: (RawSpan) -> Void) {
    let size = 1 << 24
    for first in stride(from: 0, to: count, by: size) {
      let piece = first..<first + min(size, count - first)
      body(bytes.extracting(piece))
      release(piece)
    }
  }
}
