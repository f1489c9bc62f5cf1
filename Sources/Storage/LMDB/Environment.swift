internal import CLMDB
internal import Glibc

/// An open LMDB file with its one table.
///
/// LMDB forbids opening a file twice in one process because closing the second handle would drop the process's POSIX locks and
/// because both would share one reader table. Neither exists here: every environment is opened with MDB_NOLOCK (published files
/// never change; writers are kept apart by `WriterLock`), so a process may hold any number of them.
@safe final class Environment: @unchecked Sendable {  // the handle is thread-safe by LMDB's contract
  fileprivate let handle: OpaquePointer
  fileprivate var table: MDB_dbi = 0
  let path: String
  let mapBytes: Int

  private init(path: String, mapBytes: Int, flags: Int32) throws {
    var created: OpaquePointer?
    unsafe try check(mdb_env_create(&created), path: path, doing: "preparing the store")
    guard let created = unsafe created else {
      throw StorageError.system(path: path, doing: "preparing the store", reason: "no handle")
    }
    unsafe handle = created  // from here on deinit closes it, also when a later step throws
    self.path = path
    self.mapBytes = mapBytes
    unsafe try check(mdb_env_set_mapsize(handle, mapBytes), path: path, doing: "reserving address space")
    let mode = UInt32(MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOTLS | flags)
    unsafe try check(mdb_env_open(handle, path, mode, 0o644), path: path, doing: "opening the store")
    try openTable()
  }

  deinit { unsafe mdb_env_close(handle) }

  /// Opens a published file. Its length bounds the map, so little address space is needed.
  static func reading(_ path: String, fileBytes: Int) throws -> Environment {
    try Environment(path: path, mapBytes: fileBytes, flags: MDB_RDONLY)
  }

  /// Creates a file to be filled. The map is sparse: it takes addresses, not memory, and fewer where the system refuses so many.
  static func building(_ path: String, mapBytes wanted: Int) throws -> Environment {
    var mapBytes = wanted
    while true {
      do { return try Environment(path: path, mapBytes: mapBytes, flags: MDB_NOSYNC) } catch let error as StorageError {
        let refused = unsafe String(cString: strerror(ENOMEM))
        guard case .lmdb(_, _, _, refused) = error, mapBytes > 1 << 30 else { throw error }
        mapBytes /= 2
      }
    }
  }

  /// The unnamed table always exists; opening it once sets its comparison for all later transactions.
  private func openTable() throws {
    let transaction = try ReadTransaction(self)
    unsafe try check(mdb_dbi_open(transaction.handle, nil, 0, &table), path: path, doing: "opening the table")
  }

  /// Writes everything to the disk.
  func sync() throws { unsafe try check(mdb_env_sync(handle, 1), path: path, doing: "syncing the store") }

  /// The file's page size.
  func pageBytes() throws -> Int {
    var statistics = MDB_stat()
    unsafe try check(mdb_env_stat(handle, &statistics), path: path, doing: "reading the page size")
    return Int(statistics.ms_psize)
  }

  /// Device and inode of the open file.
  func identity() throws -> FileIdentity {
    var descriptor: Int32 = -1
    unsafe try check(mdb_env_get_fd(handle, &descriptor), path: path, doing: "looking at the file")
    return try FileIdentity(descriptor: descriptor, path: path)
  }
}

/// A view of the store that does not change; ended by going out of scope. Bytes it gives cannot outlive it.
@safe struct ReadTransaction: ~Copyable {
  fileprivate let handle: OpaquePointer
  private let environment: Environment

  init(_ environment: Environment) throws {
    var begun: OpaquePointer?
    unsafe try check(mdb_txn_begin(environment.handle, nil, UInt32(MDB_RDONLY), &begun), path: environment.path, doing: "reading")
    guard let begun = unsafe begun else {
      throw StorageError.system(path: environment.path, doing: "reading", reason: "no transaction")
    }
    unsafe handle = begun
    self.environment = environment
  }

  deinit { unsafe mdb_txn_abort(handle) }

  /// The value under a key.
  @_lifetime(borrow self)
  func value(_ key: ExtentKey) throws -> RawSpan? {
    let encoded = key.encoded
    var found = unsafe MDB_val()
    let code = unsafe encoded.withUnsafeBytes { bytes in
      var name = unsafe MDB_val(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
      return unsafe mdb_get(handle, environment.table, &name, &found)
    }
    if code == MDB_NOTFOUND { return nil }
    try check(code, path: environment.path, key: key, doing: "reading")
    let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(found.mv_data), byteCount: found.mv_size)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// Hands over keys and values in order, beginning with the first key not below `start`, until the body says false.
  func forEach(from start: [UInt8], _ body: (_ key: [UInt8], _ value: RawSpan) throws -> Bool) throws {
    var opened: OpaquePointer?
    unsafe try check(mdb_cursor_open(handle, environment.table, &opened), path: environment.path, doing: "walking the keys")
    defer { unsafe mdb_cursor_close(opened) }
    var key = unsafe MDB_val()
    var value = unsafe MDB_val()
    var code = unsafe start.withUnsafeBytes { bytes in
      unsafe key = MDB_val(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
      return unsafe mdb_cursor_get(opened, &key, &value, MDB_SET_RANGE)
    }
    while code == 0 {
      let name = unsafe [UInt8](UnsafeRawBufferPointer(start: key.mv_data, count: key.mv_size))
      let bytes = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(value.mv_data), byteCount: value.mv_size)
      guard try body(name, bytes) else { return }
      code = unsafe mdb_cursor_get(opened, &key, &value, MDB_NEXT)
    }
    if code != MDB_NOTFOUND { try check(code, path: environment.path, doing: "walking the keys") }
  }
}

/// Appends in ascending key order; without `commit` nothing of it stays.
@safe struct WriteTransaction: ~Copyable {
  private let handle: OpaquePointer
  private let environment: Unmanaged<Environment>  // retained by hand: `discard self` allows trivially destroyed members only

  init(_ environment: Environment) throws {
    var begun: OpaquePointer?
    unsafe try check(mdb_txn_begin(environment.handle, nil, 0, &begun), path: environment.path, doing: "beginning to write")
    guard let begun = unsafe begun else {
      throw StorageError.system(path: environment.path, doing: "beginning to write", reason: "no transaction")
    }
    unsafe handle = begun
    unsafe self.environment = Unmanaged.passRetained(environment)
  }

  deinit {
    unsafe mdb_txn_abort(handle)
    unsafe environment.release()
  }

  /// Adds a value made of a header, a payload and zeros up to `byteCount`. Its bytes are held in memory until `commit`.
  func append(_ key: ExtentKey, header: [UInt8], payload: RawSpan, byteCount: Int) throws {
    let encoded = key.encoded
    let store = unsafe environment.takeUnretainedValue()
    var room = unsafe MDB_val(mv_size: byteCount, mv_data: nil)
    let code = unsafe encoded.withUnsafeBytes { bytes in
      var name = unsafe MDB_val(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
      return unsafe mdb_put(handle, store.table, &name, &room, UInt32(MDB_RESERVE | MDB_APPEND))
    }
    if code == MDB_MAP_FULL { throw StorageError.mapFull(path: store.path, key: key, mapBytes: store.mapBytes) }
    try check(code, path: store.path, key: key, doing: "writing")
    let target = unsafe UnsafeMutableRawBufferPointer(start: room.mv_data, count: byteCount)
    unsafe target.copyBytes(from: header)
    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: target[header.count...])
    unsafe payload.withUnsafeBytes { unsafe rest.copyMemory(from: $0) }
    unsafe memset(target.baseAddress! + header.count + payload.byteCount, 0, byteCount - header.count - payload.byteCount)
  }

  /// Writes to the file; using the transaction afterwards is a compile error. Returns LMDB's code.
  consuming func commit() -> Int32 {
    let transaction = unsafe handle
    let held = unsafe environment
    discard self
    defer { unsafe held.release() }
    return unsafe mdb_txn_commit(transaction)
  }
}
