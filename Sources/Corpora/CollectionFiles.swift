internal import Files

/// An input file that has been opened: its format and what is left to read of it.
final class OpenFile {
  let format: CollectionFormat
  let reader: ByteReader
  private var blocks: BlockReader

  /// Bytes looked at to tell the format.
  static let headSize = 64 << 10

  /// Opens a file and tells its format. A byte order mark at the beginning is skipped: it is no part of the first id.
  init(path: String, format requested: CollectionFormat, blockSize: Int) throws {
    reader = try ByteReader(path: path, digesting: true)
    var head = [UInt8](repeating: 0, count: Self.headSize)
    head.removeLast(head.count - (try reader.fill(&head, from: 0)))
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
    format = requested == .auto ? try Self.detect(head, path: path) : requested
    blocks = BlockReader(reader, head: head, recordEnd: format.recordEnd, blockSize: blockSize)
  }

  func next() throws(FilesError) -> FileBlock? { try blocks.next() }

  private static func detect(_ head: [UInt8], path: String) throws(CorporaError) -> CollectionFormat {
    if let format = CollectionFormat.detect(head.span) { return format }
    let known = CollectionFormat.allCases.filter { $0 != .auto }.map(\.rawValue)
    throw .unknownFormat(path: path, beginning: firstLine(head), known: known)
  }
}

/// The first line of some bytes, at most 40 bytes of it, for a message.
func firstLine(_ bytes: [UInt8]) -> String {
  let line = bytes.prefix { $0 != 10 && $0 != 13 }.prefix(40)
  let scalars = String(decoding: line, as: UTF8.self).unicodeScalars
  return String(scalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
}

/// The file meant by a path: itself, or, for a folder, the first of the names looked for.
func resolveFolder(_ path: String, names: [String]) throws(CorporaError) -> String {
  guard path != "-", Paths.isFolder(path) else { return path }
  for name in names {
    let candidate = path.hasSuffix("/") ? path + name : path + "/" + name
    if Paths.exists(candidate) { return candidate }
  }
  throw .unusableFolder(path: path, lookedFor: names)
}
