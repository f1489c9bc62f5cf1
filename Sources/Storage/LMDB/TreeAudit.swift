/// Walks the B-tree's own pages before LMDB does. LMDB trusts its page headers: one flipped bit there would crash the process;
/// here it is an error. Only branch and leaf pages are read (a few dozen even in an index of many gigabytes), never the payloads.
///
/// Page: number u64 at 0, flags u16 at 10, end of the node table u16 at 12, start of the nodes u16 at 14, node offsets u16 from 16.
/// Node: low u16, high u16, flags u16, key size u16, key, data; on branch pages the first three are the child's number, on leaf pages
/// low and high are the value's size and data is the number of its first page (flag 1: large value).
struct TreeAudit: ~Copyable {
  private let file: ReadableFile
  private let meta: MetaPage
  private var pages: UInt64 = 0
  private var entries: UInt64 = 0
  private var lastKey: [UInt8]?

  static let noPage = UInt64.max

  private init(file: consuming ReadableFile, meta: MetaPage) {
    self.file = file
    self.meta = meta
  }

  /// Throws when a page, node, key order or count is not as LMDB would have written it.
  static func check(_ file: consuming ReadableFile, meta: MetaPage) throws {
    var audit = TreeAudit(file: file, meta: meta)
    if meta.root != noPage { try audit.walk(meta.root, depth: 1) }
    guard audit.entries == meta.entries else { throw audit.damaged("its tree holds \(audit.entries) keys, not \(meta.entries)") }
  }

  private func damaged(_ reason: String) -> StorageError { .damaged(path: file.path, key: nil, reason: reason) }

  private mutating func walk(_ number: UInt64, depth: Int) throws {
    pages += 1
    guard number > 1, number <= meta.lastPage, pages <= meta.treePages, depth <= meta.depth else {
      throw damaged("its tree points outside itself")
    }
    let bytes = try file.read(at: Int(number) * meta.pageBytes, count: meta.pageBytes)
    let isLeaf = depth == meta.depth
    try checkHeader(bytes.raw, number: number, isLeaf: isLeaf)
    let count = (Int(bytes.raw.littleEndian(UInt16.self, at: 12)) - 16) / 2
    for index in 0..<count {
      let node = try nodeOffset(bytes.raw, index)
      if isLeaf {
        try checkLeaf(bytes.raw, node)
      } else {
        try walk(child(bytes.raw, node), depth: depth + 1)
      }
    }
  }

  private func checkHeader(_ page: RawSpan, number: UInt64, isLeaf: Bool) throws {
    let lower = Int(page.littleEndian(UInt16.self, at: 12))
    let upper = Int(page.littleEndian(UInt16.self, at: 14))
    let smallest = isLeaf ? 18 : 20
    guard page.littleEndian(UInt64.self, at: 0) == number, page.littleEndian(UInt16.self, at: 10) == (isLeaf ? 2 : 1),
      lower >= smallest, lower % 2 == 0, lower <= upper, upper <= meta.pageBytes
    else { throw damaged("the header of page \(number) contradicts itself") }
  }

  /// The place of a node whose fixed part and key lie inside the page.
  private func nodeOffset(_ page: RawSpan, _ index: Int) throws -> Int {
    let node = Int(page.littleEndian(UInt16.self, at: 16 + 2 * index))
    guard node >= Int(page.littleEndian(UInt16.self, at: 14)), node + 8 <= meta.pageBytes,
      node + 8 + Int(page.littleEndian(UInt16.self, at: node + 6)) <= meta.pageBytes
    else { throw damaged("a node reaches out of its page") }
    return node
  }

  private func child(_ page: RawSpan, _ node: Int) -> UInt64 {
    let low = UInt64(page.littleEndian(UInt32.self, at: node))
    return low | UInt64(page.littleEndian(UInt16.self, at: node + 4)) << 32
  }

  private mutating func checkLeaf(_ page: RawSpan, _ node: Int) throws {
    let keyBytes = Int(page.littleEndian(UInt16.self, at: node + 6))
    guard page.littleEndian(UInt16.self, at: node + 4) == 1, keyBytes <= 511, node + 16 + keyBytes <= meta.pageBytes else {
      throw damaged("a node is not that of a large value")
    }
    let key = (0..<keyBytes).map { page.littleEndian(UInt8.self, at: node + 8 + $0) }
    if let lastKey, !lastKey.lexicographicallyPrecedes(key) { throw damaged("its keys are out of order") }
    lastKey = key
    entries += 1
    let first = page.littleEndian(UInt64.self, at: node + 8 + keyBytes)
    let size = UInt64(page.littleEndian(UInt32.self, at: node))
    let count = (size + 16 + UInt64(meta.pageBytes) - 1) / UInt64(meta.pageBytes)
    guard first > 1, first <= meta.lastPage, count <= meta.lastPage - first + 1 else {
      throw damaged("a value lies outside the file")
    }
  }
}
