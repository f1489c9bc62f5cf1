/// What LMDB's two meta pages say, read without mapping the file, so that a short or foreign file is an error and not a bus error.
///
/// Layout (lmdb 0.9, 64-bit, little-endian; `MDB_meta` in mdb.c), offsets in the page: flags u16 at 10, magic u32 at 16, version u32 at 20,
/// page size u32 at 40, flags of the free table u16 at 44, then of the main table: flags u16 at 92, depth u16 at 94, branch pages u64 at 96,
/// leaf pages u64 at 104, entries u64 at 120, root u64 at 128; last page u64 at 136, transaction u64 at 144.
struct MetaPage {
  static let magic: UInt32 = 0xBEEF_C0DE
  static let version: UInt32 = 1
  /// Written by every environment opened with MDB_NOSUBDIR: MDB_NOSUBDIR | MDB_INTEGERKEY.
  static let freeFlags: UInt16 = 0x4008

  /// LMDB's CURSOR_STACK; deeper trees it refuses itself. It bounds the recursion of `TreeAudit`.
  static let greatestDepth = 32

  let pageBytes: Int
  let depth: Int
  let treePages: UInt64
  let entries: UInt64
  let root: UInt64
  let lastPage: UInt64
  let transaction: UInt64

  /// The newer of the two meta pages, as LMDB chooses it; checks that the file is as long as it says.
  static func current(of file: borrowing ReadableFile) throws -> MetaPage {
    let meta = try newer(of: file)
    guard meta.fileBytes <= file.byteCount else {
      throw StorageError.truncated(path: file.path, bytes: file.byteCount, needed: meta.fileBytes)
    }
    return meta
  }

  private static func newer(of file: borrowing ReadableFile) throws -> MetaPage {
    let first = try MetaPage(file, at: 0)
    let second = try MetaPage(file, at: first.pageBytes)
    guard first.pageBytes == second.pageBytes else {
      throw StorageError.damaged(path: file.path, key: nil, reason: "its two meta pages disagree on the page size")
    }
    return first.transaction < second.transaction ? second : first
  }

  /// How long the file must be.
  private var fileBytes: Int {
    let needed = (lastPage &+ 1).multipliedReportingOverflow(by: UInt64(pageBytes))
    return Int(clamping: needed.overflow ? UInt64.max : needed.partialValue)
  }

  /// How long a file must be, whether it is or not.
  static func neededBytes(_ path: String) throws -> Int {
    guard let file = try ReadableFile(path: path) else { throw systemError(path: path, doing: "opening the store") }
    return try newer(of: file).fileBytes
  }

  private init(_ file: borrowing ReadableFile, at offset: Int) throws {
    guard file.byteCount > 0 else { throw StorageError.notAnIndex(path: file.path, reason: "the file is empty") }
    let bytes = try file.read(at: offset, count: 152)
    let page = bytes.raw
    guard page.littleEndian(UInt32.self, at: 16) == MetaPage.magic, page.littleEndian(UInt16.self, at: 10) == 8 else {
      throw StorageError.notAnIndex(path: file.path, reason: "the file is not an LMDB store")
    }
    guard page.littleEndian(UInt32.self, at: 20) == MetaPage.version else {
      throw StorageError.notAnIndex(path: file.path, reason: "the file was written by another version of LMDB")
    }
    pageBytes = Int(page.littleEndian(UInt32.self, at: 40))
    depth = Int(page.littleEndian(UInt16.self, at: 94))
    treePages = page.littleEndian(UInt64.self, at: 96) &+ page.littleEndian(UInt64.self, at: 104)
    entries = page.littleEndian(UInt64.self, at: 120)
    root = page.littleEndian(UInt64.self, at: 128)
    lastPage = page.littleEndian(UInt64.self, at: 136)
    transaction = page.littleEndian(UInt64.self, at: 144)
    let pages = (512...65536).contains(pageBytes) && pageBytes & (pageBytes - 1) == 0 && lastPage != UInt64.max
    let sane = pages && depth <= MetaPage.greatestDepth && treePages <= lastPage
    let flags = page.littleEndian(UInt16.self, at: 44) == MetaPage.freeFlags && page.littleEndian(UInt16.self, at: 92) == 0
    guard sane, flags else { throw StorageError.damaged(path: file.path, key: nil, reason: "its meta page contradicts itself") }
  }
}
