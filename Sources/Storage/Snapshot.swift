public import Bytes

/// A published index, opened for reading. It never changes: a later publication leaves it and its extents as they are.
///
/// No lock file is needed, so read-only folders work; any number of snapshots of one index may live in a process.
/// Opening reads the manifest and checks the file's length and tree; payloads are checked by `verify`.
public final class Snapshot: Sendable {
  /// The folder it was opened from.
  public let folder: String
  /// What the index is.
  public let manifest: Manifest
  let environment: Environment

  /// Opens the index in a folder.
  /// - Throws: `StorageError`: no such folder, an empty one, one without an index, a half-built or cut-short index, another format version.
  public init(folder: String) throws {
    self.folder = folder
    environment = try Snapshot.open(folder)
    manifest = try Snapshot.readManifest(environment)
  }

  /// True when a folder holds a published store (which may still be damaged or of another version).
  /// - Throws: `StorageError` when what stands there cannot be read or is no file: it may be an index, and must not be replaced unasked.
  public static func isPublished(in folder: String) throws -> Bool {
    guard let file = try ReadableFile(path: IndexFolder.store(folder)) else { return false }
    return file.byteCount > 0
  }

  /// The extent under a key; nil when there is none.
  public func extent(_ key: ExtentKey) throws -> MappedExtent? {
    guard key.isStorable else { return nil }
    let transaction = try ReadTransaction(environment)
    guard let value = try transaction.value(key) else { return nil }
    return try MappedExtent(value, key: key, environment: environment)
  }

  /// The extent under a key that the index must have.
  public func require(_ key: ExtentKey) throws -> MappedExtent {
    guard let extent = try extent(key) else { throw StorageError.missingExtent(path: environment.path, key: key) }
    return extent
  }

  /// The keys of a part, or of one name in it, ascending.
  public func keys(of part: Part, name: ByteString? = nil) throws -> [ExtentKey] {
    var keys: [ExtentKey] = []
    let prefix = ExtentKey.prefix(part, name)
    try ReadTransaction(environment).forEach(from: prefix) { bytes, _ in
      guard bytes.starts(with: prefix) else { return false }
      keys.append(try decode(bytes))
      return true
    }
    return keys
  }

  /// All extents of one name, ascending.
  public func extents(of part: Part, name: ByteString) throws -> [MappedExtent] {
    try keys(of: part, name: name).map { try require($0) }
  }

  /// Hands over every extent in the order of the store; headers are checked, payloads are not.
  func forEachExtent(from start: [UInt8] = [0], _ body: (MappedExtent) throws -> Bool) throws {
    try ReadTransaction(environment).forEach(from: start) { bytes, value in
      try body(MappedExtent(value, key: decode(bytes), environment: environment))
    }
  }

  private func decode(_ bytes: [UInt8]) throws -> ExtentKey {
    if let key = ExtentKey(encoded: bytes) { return key }
    throw StorageError.damaged(path: environment.path, key: nil, reason: "a key is not one of Winnow's")
  }

  /// A publication may rename a new file over the name between our look and LMDB's: then look again.
  private static func open(_ folder: String) throws -> Environment {
    let path = IndexFolder.store(folder)
    while true {
      guard let file = try ReadableFile(path: path) else { throw IndexFolder.whyNoStore(folder) }
      let meta = try MetaPage.current(of: file)
      let (identity, byteCount) = (file.identity, file.byteCount)
      try TreeAudit.check(file, meta: meta)
      let environment = try Environment.reading(path, fileBytes: byteCount)
      if try environment.identity() == identity { return environment }
    }
  }

  /// The manifest comes last in the one pass that writes a store: where it is missing, the store is not whole.
  private static func readManifest(_ environment: Environment) throws -> Manifest {
    let key = Manifest.key
    let transaction = try ReadTransaction(environment)
    guard let value = try transaction.value(key) else {
      throw StorageError.notAnIndex(path: environment.path, reason: "it has no manifest")
    }
    let extent = try MappedExtent(value, key: key, environment: environment)
    try extent.verify()
    return try Manifest(json: extent.bytes, path: environment.path)
  }
}
