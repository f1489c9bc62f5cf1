internal import Bytes
internal import Glibc

/// The file under construction: appends, commits whenever enough is dirty, and in the end takes the published name.
final class BuildingFile {
  private let folder: String
  private let path: String
  private let dirtyBytes: Int
  private let smallestValue: Int
  private var environment: Environment?
  private var transaction: WriteTransaction?
  private var uncommitted = 0
  private var lastKey: ExtentKey?
  private var extents = 0
  private let seal = Digest()
  private let lock: WriterLock

  init(folder: String, lock: WriterLock, dirtyBytes: Int, mapBytes: Int) throws {
    self.folder = folder
    self.lock = lock
    self.dirtyBytes = dirtyBytes
    path = IndexFolder.building(folder)
    if unsafe unlink(path) != 0 && errno != ENOENT {
      throw systemError(path: path, doing: "removing what an interrupted build left")
    }
    UnfinishedBuilds.add(path)
    do {
      let created = try Environment.building(path, mapBytes: mapBytes)
      smallestValue = max(ExtentHeader.smallestValue, try created.pageBytes() / 2)
      environment = created
    } catch {
      unsafe unlink(path)
      UnfinishedBuilds.forget(path)
      throw error
    }
  }

  deinit {
    transaction = nil
    if environment != nil { unsafe unlink(path) }
    UnfinishedBuilds.forget(path)
  }

  func refused(_ key: ExtentKey, _ reason: String) -> StorageError { .badExtent(path: path, key: key, reason: reason) }

  func append(_ key: ExtentKey, firstItem: UInt64, itemCount: Int, payload: RawSpan) throws {
    try check(key, itemCount: itemCount, byteCount: payload.byteCount)
    let header = ExtentHeader(
      firstItem: firstItem, itemCount: UInt64(itemCount), payloadBytes: UInt64(payload.byteCount),
      checksum: Digest.checksum(payload))
    let bytes = header.encoded(key: key.encoded)
    let size = max(smallestValue, ExtentHeader.byteCount + payload.byteCount)
    try begin()
    try transaction?.append(key, header: bytes, payload: payload, byteCount: size)
    if key.part != .manifest { count(key, header: bytes, payload: payload) }
    lastKey = key
    uncommitted += size
    if uncommitted >= dirtyBytes { try commit() }
  }

  private func check(_ key: ExtentKey, itemCount: Int, byteCount: Int) throws {
    guard key.isStorable else { throw refused(key, "a name has at most \(ExtentKey.longestName) bytes and no zero byte") }
    guard byteCount <= Int(UInt32.max) - 4096 else { throw refused(key, "\(byteCount) bytes are too many for one extent") }
    guard itemCount >= 0 else { throw refused(key, "\(itemCount) items") }
    if let lastKey, key <= lastKey { throw refused(key, "it does not come after \(lastKey)") }
  }

  private func count(_ key: ExtentKey, header: [UInt8], payload: RawSpan) {
    extents += 1
    seal.add(key: key.encoded, header: header, payload: payload)
  }

  private func begin() throws {
    guard transaction == nil else { return }
    guard let environment else {
      throw StorageError.system(path: path, doing: "writing", reason: "the store was published already")
    }
    transaction = try WriteTransaction(environment)
  }

  private func commit() throws {
    guard let pending = transaction.take() else { return }
    let written = uncommitted
    uncommitted = 0
    let code = pending.commit()
    // LMDB reports a write that was cut short as EIO; on a disk without room for it that is what happened.
    if code == EIO && freeBytes() < written {
      throw StorageError.diskFull(path: path, key: lastKey, reason: unsafe String(cString: strerror(ENOSPC)))
    }
    try Storage.check(code, path: path, key: lastKey, doing: "writing")
  }

  private func freeBytes() -> Int {
    var status = statvfs()
    guard unsafe statvfs(folder, &status) == 0 else { return Int.max }
    return Int(clamping: status.f_bavail).multipliedReportingOverflow(by: Int(clamping: status.f_frsize)).partialValue
  }

  func publish(_ manifest: Manifest) throws {
    var sealed = manifest
    sealed.contents = Manifest.Contents(extents: extents, digest: seal.hex)
    try append(Manifest.key, firstItem: 0, itemCount: 1, payload: sealed.json.raw)
    try commit()
    try environment?.sync()
    environment = nil
    do {
      try settle()
      guard unsafe rename(path, IndexFolder.store(folder)) == 0 else { throw systemError(path: path, doing: "publishing") }
    } catch {
      unsafe unlink(path)
      throw error
    }
    try FileSystem.syncFolder(folder)
  }

  /// The file is as long as its meta page says (LMDB may leave its last unused pages unwritten) and on the disk.
  private func settle() throws {
    let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw systemError(path: path, doing: "opening the finished store") }
    defer { close(descriptor) }
    let needed = try MetaPage.neededBytes(path)
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw systemError(path: path, doing: "looking at the file") }
    if Int(status.st_size) < needed, ftruncate(descriptor, off_t(needed)) != 0 {
      throw systemError(path: path, doing: "setting the file's length")
    }
    if fsync(descriptor) != 0 { throw systemError(path: path, doing: "syncing the finished store") }
  }
}

extension Digest {
  /// Adds an extent to the content digest, which the manifest keeps.
  func add(key: [UInt8], header: [UInt8], payload: RawSpan) {
    update(UInt64(key.count))
    update(key)
    update(header)
    update(payload)
  }
}
