internal import Bytes
internal import Glibc

/// Appends to a new file of the staging folder.
@safe public final class StagedFileWriter {
  /// Bytes gathered before they are written.
  private static let bufferBytes = 256 << 10

  private let name: String
  private let path: String
  private let descriptor: Int32
  private let digest = Digest()
  /// Bytes written so far.
  public private(set) var byteCount = 0
  private var buffer: [UInt8] = []

  /// Creates the file; one of that name that no record of the journal lists is overwritten.
  init(folder: String, name: String) throws {
    self.name = name
    path = "\(folder)/\(name)"
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw systemError(path: path, doing: "creating a file of the unfinished build") }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Appends bytes.
  public func write(_ bytes: [UInt8]) throws { try write(bytes.raw) }

  /// Appends bytes.
  public func write(_ bytes: RawSpan) throws {
    if bytes.byteCount >= Self.bufferBytes {
      try flush()
      return try put(bytes)
    }
    unsafe bytes.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  private func flush() throws {
    if buffer.isEmpty { return }
    let bytes = buffer
    try put(bytes.raw)
    buffer.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: RawSpan) throws {
    try FileSystem.write(bytes, to: descriptor, path: path)
    digest.update(bytes)
    byteCount += bytes.byteCount
  }

  /// Writes what is left; with `durably`, forces the file to the disk.
  public func finish(durably: Bool) throws -> StagedFile {
    try flush()
    if durably, fsync(descriptor) != 0 { throw systemError(path: path, doing: "syncing") }
    return StagedFile(name: name, byteCount: byteCount, digest: digest.hex)
  }
}
