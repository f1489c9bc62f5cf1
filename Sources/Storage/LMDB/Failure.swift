internal import CLMDB
internal import Glibc

/// Turns a return code of LMDB (its own negative codes, or an errno) into an error with path, key and reason; 0 passes.
func check(_ code: Int32, path: String, key: ExtentKey? = nil, doing: String) throws {
  if code == 0 { return }
  let reason = unsafe String(cString: mdb_strerror(code))
  switch code {
  case ENOSPC, EDQUOT: throw StorageError.diskFull(path: path, key: key, reason: reason)
  case MDB_INVALID: throw StorageError.notAnIndex(path: path, reason: reason)
  case MDB_CORRUPTED, MDB_PAGE_NOTFOUND: throw StorageError.damaged(path: path, key: key, reason: reason)
  default: throw StorageError.lmdb(path: path, key: key, doing: doing, reason: reason)
  }
}

/// The current errno as an error.
func systemError(path: String, doing: String) -> StorageError {
  let code = errno
  let reason = unsafe String(cString: strerror(code))
  if code == ENOSPC || code == EDQUOT { return .diskFull(path: path, key: nil, reason: reason) }
  return .system(path: path, doing: doing, reason: reason)
}
