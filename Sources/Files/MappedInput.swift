internal import Glibc

/// A stored file mapped into memory, read-only, as it is: compressed data stay compressed. Its pages are the file's and no memory of the
/// process's own.
@safe public final class MappedInput: @unchecked Sendable {  // the memory never changes
  /// The path as given.
  public let path: String
  /// Size of the file.
  public let byteCount: Int
  private let base: UnsafeMutableRawPointer?

  /// Maps a regular file.
  public init(path: String) throws(FilesError) {
    let file = try Descriptor(reading: path)
    var status = stat()
    guard unsafe fstat(file.number, &status) == 0 else { throw Paths.cannotOpen(path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .cannotOpen(path: path, reason: "it is no regular file", advice: "write it to a file first")
    }
    self.path = path
    byteCount = Int(status.st_size)
    guard byteCount > 0 else { unsafe base = nil; return }
    let mapped = unsafe mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, file.number, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { throw Paths.cannotOpen(path, code: errno) }
    unsafe base = mapped
  }

  deinit { if let base = unsafe base { unsafe munmap(base, byteCount) } }

  /// The file's bytes.
  public var bytes: RawSpan {
    @_lifetime(borrow self) get {
      let start = unsafe base.map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(bitPattern: 64)!
      return unsafe _overrideLifetime(RawSpan(_unsafeStart: start, byteCount: byteCount), borrowing: self)
    }
  }
}
