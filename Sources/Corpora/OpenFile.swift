internal import Bytes
internal import Files

/// An input file that has been opened: its format and what is left to read of it.
final class OpenFile {
  let format: CollectionFormat
  let reader: ByteReader
  private let path: String
  private let blockSize: Int
  private var blocks: BlockReader
  private let contents = Digest()
  /// Bytes handed out so far, after decompression, a byte order mark included.
  private(set) var offset = 0

  /// Bytes looked at to tell the format.
  static let headSize = 64 << 10

  /// Opens a file and tells its format. A byte order mark at the beginning is skipped: it is no part of the first id.
  init(path: String, format requested: CollectionFormat, blockSize: Int) throws {
    self.path = path
    self.blockSize = blockSize
    reader = try ByteReader(path: path)
    var head = [UInt8](repeating: 0, count: Self.headSize)
    head.removeLast(head.count - (try reader.fill(&head, from: 0)))
    if head.starts(with: Self.mark) {
      head.removeFirst(Self.mark.count)
      contents.update(Self.mark)
      offset = Self.mark.count
    }
    format = requested == .auto ? try Self.detect(head, path: path) : requested
    blocks = BlockReader(reader, head: head, recordEnd: format.recordEnd, blockSize: blockSize)
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// XXH3-128 of the bytes handed out so far.
  var digest: String { contents.hex }

  /// Number, from 1, of the line after what was handed out.
  var nextLine: Int { blocks.nextLine }

  /// The next stretch of whole records, or nil at the end.
  func next() throws(FilesError) -> FileBlock? {
    guard let block = try blocks.next() else { return nil }
    contents.update(block.bytes)
    offset += block.bytes.count
    return block
  }

  /// Goes on at an offset, which is where a record begins, on line `line`: what stands before is read for the digest alone.
  /// Returns false when the file is shorter.
  func skip(to target: Int, line: Int) throws(FilesError) -> Bool {
    var rest: [UInt8] = []
    while offset < target {
      guard let block = try blocks.next() else { return false }
      let taken = min(block.bytes.count, target - offset)
      unsafe contents.update(block.bytes.span.extracting(0..<taken).bytes)
      offset += taken
      rest = Array(block.bytes[taken...])
    }
    blocks = BlockReader(
      reader, head: rest + blocks.takeCarry(), firstLine: line, recordEnd: format.recordEnd, blockSize: blockSize)
    return offset == target
  }

  private static func detect(_ head: [UInt8], path: String) throws(CorporaError) -> CollectionFormat {
    if let format = CollectionFormat.detect(head.span) { return format }
    let known = CollectionFormat.allCases.filter { $0 != .auto }.map(\.rawValue)
    throw .unknownFormat(path: path, beginning: firstLine(head), known: known)
  }
}
