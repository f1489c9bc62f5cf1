/// A stretch of a file made of whole records: lines, or elements that end with a marker.
public struct FileBlock: Sendable {
  /// The bytes, line ends included. Only the last block of a file may lack its final line end.
  public let bytes: [UInt8]
  /// Number, from 1, of the line on which the block begins.
  public let firstLine: Int
  /// True for the last block of the file; it alone may lack a final record end.
  public let isLast: Bool
}

/// Cuts a file into blocks of whole records, so that one large file can be parsed by many threads.
///
/// A record longer than the block size makes a longer block. Each block is an array of its own and may outlive the reader.
public struct BlockReader: ~Copyable {
  /// What ends a record.
  public enum RecordEnd: Sendable {
    /// A line feed.
    case line
    /// These bytes, such as `</DOC>`.
    case marker([UInt8])
  }

  /// The file being read.
  public let reader: ByteReader
  private let recordEnd: RecordEnd
  private let blockSize: Int
  private var carry: [UInt8] = []
  /// Number, from 1, of the line on which the next block begins.
  public private(set) var nextLine: Int

  /// Reads from an open file in blocks of about `blockSize` bytes. `head` is what was read from the reader already; the first block
  /// begins on line `firstLine`.
  public init(
    _ reader: ByteReader, head: [UInt8] = [], firstLine: Int = 1, recordEnd: RecordEnd = .line, blockSize: Int = 1 << 20
  ) {
    self.reader = reader
    carry = head
    nextLine = firstLine
    self.recordEnd = recordEnd
    self.blockSize = max(1, blockSize)
  }

  /// The next block, or nil at the end of the file.
  public mutating func next() throws(FilesError) -> FileBlock? {
    var bytes = carry
    carry = []
    while true {
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: max(blockSize, start)))
      let end = start + (try reader.fill(&bytes, from: start))
      if end < bytes.count {
        bytes.removeLast(bytes.count - end)
        return end == 0 ? nil : block(bytes, isLast: true)
      }
      if let cut = lastRecordEnd(bytes, from: start) {
        carry = Array(bytes[cut...])
        bytes.removeLast(bytes.count - cut)
        return block(bytes, isLast: false)
      }
    }
  }

  /// What was read behind the last block, for whoever goes on reading in another way; this reader is at its end afterwards.
  public mutating func takeCarry() -> [UInt8] {
    let taken = carry
    carry = []
    return taken
  }

  private mutating func block(_ bytes: [UInt8], isLast: Bool) -> FileBlock {
    let block = FileBlock(bytes: bytes, firstLine: nextLine, isLast: isLast)
    nextLine += ByteSearch.count(10, in: bytes.span)
    return block
  }

  /// Just behind the last record end that reaches beyond `start`; nil when there is none.
  ///
  /// The very last byte is left for the next block, so that a block known to be followed by none is known to be the last.
  private func lastRecordEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    switch recordEnd {
    case .line: return ByteSearch.last(10, in: bytes.span, max(0, start - 1)..<(bytes.count - 1)).map { $0 + 1 }
    case .marker(let marker):
      let lowest = max(0, start - marker.count)
      var index = bytes.count - 1 - marker.count
      while index >= lowest {
        if bytes[index] == marker.first, bytes[index..<(index + marker.count)].elementsEqual(marker) {
          return index + marker.count
        }
        index -= 1
      }
      return nil
    }
  }
}
