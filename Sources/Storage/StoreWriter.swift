public import Bytes

/// Writes an index in one pass of ascending keys into `winnow.mdb.building`, then publishes it under its name.
///
/// Until `publish` returns, the folder's published index is untouched; a writer that is dropped, fails or is killed leaves it so.
/// Published twice from the same extents, the keys and values are the same, byte for byte.
public struct StoreWriter: ~Copyable {
  private let building: BuildingFile  // holds the writers' lock as long as it lives
  /// Told the bytes of every extent that was added, for a display of progress.
  public var hasAppended: (_ bytes: Int) -> Void = { _ in }
  /// How long appending took so far.
  public private(set) var time = Duration.zero

  /// Begins a new index in a folder, which is created when missing. What an interrupted writer left behind is removed.
  /// - Parameter dirtyBytes: how much is held in memory before it is written to the file.
  /// - Throws: `StorageError.locked` when another writer holds the folder.
  public init(folder: String, dirtyBytes: Int = 64 << 20) throws {
    try self.init(folder: folder, dirtyBytes: dirtyBytes, mapBytes: 1 << 40)
  }

  /// As above, with a smaller address space, so that tests can fill it.
  package init(folder: String, dirtyBytes: Int, mapBytes: Int) throws {
    try IndexFolder.create(folder)
    try self.init(folder: folder, lock: WriterLock(folder: folder), dirtyBytes: dirtyBytes, mapBytes: mapBytes)
  }

  /// As above, for whoever holds the writers' lock already.
  init(folder: String, lock: WriterLock, dirtyBytes: Int, mapBytes: Int = 1 << 40) throws {
    building = try BuildingFile(folder: folder, lock: lock, dirtyBytes: dirtyBytes, mapBytes: mapBytes)
  }

  /// Adds an extent. Its key must come after all earlier ones.
  /// - Parameters:
  ///   - firstItem: number of its first item in the caller's counting.
  ///   - itemCount: number of its items.
  ///   - payload: its bytes; copied.
  public mutating func append(_ key: ExtentKey, firstItem: UInt64 = 0, itemCount: Int, payload: RawSpan) throws {
    guard key.part != .manifest else { throw building.refused(key, "the manifest is written by publish") }
    let start = ContinuousClock.now
    defer { time += ContinuousClock.now - start }
    try building.append(key, firstItem: firstItem, itemCount: itemCount, payload: payload)
    hasAppended(payload.byteCount)
  }

  /// Adds an extent of bytes.
  public mutating func append(_ key: ExtentKey, firstItem: UInt64 = 0, itemCount: Int, payload: [UInt8]) throws {
    try append(key, firstItem: firstItem, itemCount: itemCount, payload: payload.raw)
  }

  /// Copies the extents of a part, or of one name in it, from another index, checking their checksums on the way.
  public mutating func copy(_ part: Part, name: ByteString? = nil, from source: Snapshot) throws {
    for key in try source.keys(of: part, name: name) {
      let extent = try source.require(key)
      try extent.verify()
      try append(key, firstItem: extent.firstItem, itemCount: extent.itemCount, payload: extent.bytes)
    }
  }

  /// Seals the index with its manifest and gives it its name: from here on it is the folder's index. Everything is on the disk before.
  public consuming func publish(_ manifest: Manifest) throws { try building.publish(manifest) }

  /// Removes the half-built stores of all writers of this process. For a command that is being interrupted.
  public static func removeUnfinished() { UnfinishedBuilds.removeAll() }
}
