internal import Files

/// Something that reads a file line by line.
protocol LineConsumer {
  /// A line without its line feed: the given range of the bytes. Numbers count from 1.
  mutating func consume(_ bytes: Span<UInt8>, line: Range<Int>, number: Int) throws(EvaluationError)
}

extension LineConsumer {
  /// Reads every line of a file: plain, gzip or zstd by content, "-" for standard input.
  mutating func read(path: String) throws {
    var blocks = BlockReader(try ByteReader(path: path))
    while let block = try blocks.next() { try consumeLines(of: block.bytes, firstLine: block.firstLine) }
  }

  /// Reads the lines of a block; a last line without a line feed counts.
  mutating func consumeLines(of block: [UInt8], firstLine: Int) throws(EvaluationError) {
    let bytes = block.span
    var start = 0
    var number = firstLine
    while start < bytes.count {
      let end = ByteSearch.first(10, in: bytes, start..<bytes.count) ?? bytes.count
      try consume(bytes, line: start..<end, number: number)
      number += 1
      start = end + 1
    }
  }
}
