/// One line of a file.
public struct Line: Sendable {
  /// From 1.
  public let number: Int
  /// The bytes without the line feed.
  public let bytes: ArraySlice<UInt8>
}

/// Reads a file line by line. A last line without a line feed counts; an empty file has no line.
///
/// Bytes are untouched apart from the line feed, and a carriage return before it only when asked. No allocation per line:
/// the slices share a block of the file.
public struct LineReader: ~Copyable {
  /// The path as given.
  public var path: String { blocks.reader.path }
  /// XXH3-128 digest of the contents read so far; that of the whole file after the last line.
  public var digest: String? { blocks.reader.digest }
  private var blocks: BlockReader
  private let stripsCarriageReturn: Bool
  private var bytes: [UInt8] = []
  private var position = 0
  private var number = 0

  /// Opens a file: plain, gzip or zstd by content; "-" is standard input.
  public init(path: String, strippingCarriageReturn: Bool = false, digesting: Bool = false) throws(FilesError) {
    blocks = BlockReader(try ByteReader(path: path, digesting: digesting), blockSize: 256 << 10)
    stripsCarriageReturn = strippingCarriageReturn
  }

  /// The next line, or nil at the end.
  public mutating func next() throws(FilesError) -> Line? {
    if position >= bytes.count {
      guard let block = try blocks.next() else { return nil }
      bytes = block.bytes
      position = 0
    }
    let start = position
    let end = ByteSearch.first(10, in: bytes.span, start..<bytes.count) ?? bytes.count
    position = end + 1
    number += 1
    let stripped = stripsCarriageReturn && end > start && bytes[end - 1] == 13 ? end - 1 : end
    return Line(number: number, bytes: bytes[start..<stripped])
  }
}
