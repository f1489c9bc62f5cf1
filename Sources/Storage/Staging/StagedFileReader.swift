internal import Bytes
internal import Glibc

/// A finished file of the staging folder, mapped: its pages are the file's and no memory of the process's own.
@safe public final class StagedFileReader: @unchecked Sendable {  // the memory never changes
  private let path: String
  private let base: UnsafeRawPointer?
  /// Its size.
  public let byteCount: Int

  /// Maps a file and compares its size and its digest with what the journal says.
  init(folder: String, _ file: StagedFile) throws {
    path = "\(folder)/\(file.name)"
    byteCount = file.byteCount
    guard let found = FileSystem.byteCount(path), found == file.byteCount else {
      throw StorageError.damagedStaging(path: path, reason: "it is missing or has not the size that the journal says")
    }
    unsafe base = found == 0 ? nil : try Self.map(path, found)
    guard Self.digest(bytes) == file.digest else {
      throw StorageError.damagedStaging(path: path, reason: "its bytes are not those that the journal says")
    }
  }

  deinit { if let base = unsafe base { unsafe munmap(UnsafeMutableRawPointer(mutating: base), byteCount) } }

  private static func map(_ path: String, _ byteCount: Int) throws -> UnsafeRawPointer {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemError(path: path, doing: "opening a file of the unfinished build") }
    defer { close(descriptor) }
    let mapped = unsafe mmap(nil, byteCount, PROT_READ, MAP_SHARED, descriptor, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { throw systemError(path: path, doing: "mapping") }
    return UnsafeRawPointer(mapped)
  }

  private static func digest(_ bytes: RawSpan) -> String {
    let digest = Digest()
    digest.update(bytes)
    return digest.hex
  }

  /// The file's bytes.
  public var bytes: RawSpan {
    @_lifetime(borrow self) get {
      let span = unsafe RawSpan(_unsafeStart: base ?? UnsafeRawPointer(bitPattern: 64)!, byteCount: byteCount)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// A copy of the file's bytes.
  func contents() -> [UInt8] {
    let bytes = bytes
    return bytes.copy
  }

  /// The file as floats, which lie aligned; a rest of fewer than four bytes is left out.
  public var floats: Span<Float> {
    @_lifetime(borrow self) get {
      let start = unsafe base ?? UnsafeRawPointer(bitPattern: 64)!
      let span = unsafe Span(_unsafeStart: start.assumingMemoryBound(to: Float.self), count: byteCount / 4)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// An error that names this file.
  public func damaged(_ reason: String) -> StorageError { .damagedStaging(path: path, reason: reason) }
}
