/// The state behind `AtomicFile`: a buffer, perhaps an encoder, and a temporary file.
final class PendingOutput {
  private let target: String
  private let temporary: String?
  private let descriptor: Descriptor
  private let encoder: (any Encoder)?
  private var buffer: [UInt8] = []
  private static let capacity = 256 << 10

  init(path: String) throws(FilesError) {
    switch Compression(fileName: path) {
    case .none: encoder = nil
    case .gzip: encoder = GzipEncoder()
    case .zstd: encoder = ZstdEncoder()
    }
    target = path == "-" ? path : Paths.resolvingLinks(path)
    if path == "-" {
      temporary = nil
      descriptor = .standardOutput()
    } else if Paths.isFolder(target) {
      throw .cannotWrite(path: path, reason: "it is a folder")
    } else if Paths.exists(target), !Paths.isRegularFile(target) {
      temporary = nil
      descriptor = try Descriptor(writingInto: target)
    } else {
      UnfinishedFiles.removeAbandoned(for: target)
      let name = UnfinishedFiles.name(for: target)
      temporary = name
      descriptor = try Self.create(name, target: target)
      UnfinishedFiles.add(name)
    }
    buffer.reserveCapacity(Self.capacity)
  }

  deinit {
    if let temporary { UnfinishedFiles.remove(temporary) }
  }

  /// Errors name the target, not the temporary file.
  private static func create(_ name: String, target: String) throws(FilesError) -> Descriptor {
    do {
      let descriptor = try Descriptor(creating: name)
      descriptor.lock()
      descriptor.copyMode(from: target)
      return descriptor
    } catch {
      if case .cannotWrite(_, let reason) = error { throw .cannotWrite(path: target, reason: reason) }
      if case .diskFull = error { throw .diskFull(path: target) }
      throw error
    }
  }

  func append(_ bytes: RawSpan) throws(FilesError) {
    var start = 0
    while start < bytes.byteCount {
      let end = min(bytes.byteCount, start + Self.capacity - buffer.count)
      let piece = bytes.extracting(start..<end)
      unsafe piece.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
      start = end
      if buffer.count >= Self.capacity { try flush(isLast: false) }
    }
  }

  private func flush(isLast: Bool) throws(FilesError) {
    var encoded: [UInt8] = []
    if let encoder {
      unsafe buffer.withUnsafeBytes { unsafe encoder.encode($0, isLast: isLast, into: &encoded) }
    } else {
      swap(&encoded, &buffer)
    }
    unsafe try encoded.span.withUnsafeBytes { (all) throws(FilesError) in
      unsafe try descriptor.write(all, target: target)
    }
    if encoder == nil { swap(&encoded, &buffer) }
    buffer.removeAll(keepingCapacity: true)
  }

  func commit() throws(FilesError) {
    try flush(isLast: true)
    guard let temporary else { return }
    try descriptor.synchronize(target: target)
    try Paths.rename(temporary, to: target)
    UnfinishedFiles.forget(temporary)
  }
}
