internal import Bytes
internal import Files
internal import Parallelism

/// Vectors in JSON lines, `{"id": "7", "vector": [0.25, -1]}`, plain or compressed: read once, block after block, many blocks in parallel.
struct VectorLines {
  private static let blockBytes = 256 << 10

  /// The lines of a block, in order.
  private struct Block {
    var ids: [ByteString] = []
    var rows: [Float] = []
    var dimension = 0
  }

  let path: String
  /// Whose vectors they are, for errors.
  var noun = "document"
  let threads: Int

  /// Hands over ids with their rows, some at a time, in the order of the file.
  /// - Returns: numbers a vector.
  func forEachBlock(_ body: ([ByteString], [Float]) throws -> Void) throws -> Int {
    var reader = BlockReader(try ByteReader(path: path), blockSize: Self.blockBytes)
    var dimension: (count: Int, line: Int)?
    var isOver = false
    while !isOver {
      var blocks: [FileBlock] = []
      while blocks.count < 4 * threads, let block = try reader.next() { blocks.append(block) }
      isOver = blocks.isEmpty
      let (read, first) = (blocks, dimension)
      for (block, parsed) in zip(read, try mapBlocks(count: read.count, threads: threads) { try parse(read[$0], first) }) {
        guard !parsed.ids.isEmpty else { continue }
        let wanted = dimension ?? (parsed.dimension, block.firstLine)
        guard parsed.dimension == wanted.count else {
          throw problem(block.firstLine, parsed.ids.first, Self.wrong(parsed.dimension, wanted))
        }
        dimension = wanted
        try body(parsed.ids, parsed.rows)
      }
    }
    guard let dimension else { throw PipelinesError.input(reason: "\(path): holds no vectors") }
    return dimension.count
  }

  private func parse(_ block: FileBlock, _ dimension: (count: Int, line: Int)?) throws -> Block {
    var parsed = Block()
    var wanted = dimension
    var (start, line) = (0, block.firstLine - 1)
    while start < block.bytes.count {
      let end = ByteSearch.first(10, in: block.bytes.span, start..<block.bytes.count) ?? block.bytes.count
      let bytes = Array(block.bytes[start..<end])
      (start, line) = (end + 1, line + 1)
      // A line counts even where it is empty: rows and lines go together in what errors say.
      let (id, count) = try read(bytes, line, into: &parsed.rows)
      guard count == wanted?.count ?? count, count > 0 else { throw problem(line, id, Self.wrong(count, wanted)) }
      wanted = wanted ?? (count, line)
      if let bad = VectorProblem.first(in: Array(parsed.rows.suffix(count)), dimension: count) {
        throw problem(line, id, "its vector \(bad.problem)")
      }
      parsed.ids.append(id)
    }
    parsed.dimension = wanted?.count ?? 0
    return parsed
  }

  /// Reads a line; appends its numbers and tells how many they are.
  private func read(_ bytes: [UInt8], _ line: Int, into rows: inout [Float]) throws -> (id: ByteString, count: Int) {
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch { throw problem(line, nil, "\(error)") }
    guard let id = value["id"]?.string else {
      throw problem(line, nil, #"expected {"id": "...", "vector": [numbers]}, found no "id" that is a string"#)
    }
    guard let numbers = value["vector"]?.array else { throw problem(line, id, #"has no "vector" that is an array of numbers"#) }
    for element in numbers {
      guard let number = element.number else {
        throw problem(line, id, #"its "vector" holds \#(element.kind); expected numbers"#)
      }
      rows.append(Float(number.double))
    }
    return (id, numbers.count)
  }

  private static func wrong(_ count: Int, _ wanted: (count: Int, line: Int)?) -> String {
    guard let wanted else { return "its vector is empty" }
    return "its vector has \(count) numbers, the one on line \(wanted.line) \(wanted.count)"
  }

  private func problem(_ line: Int, _ id: ByteString?, _ text: String) -> PipelinesError {
    .input(reason: "\(path):\(line): \(id.map { "\(noun) '\($0)': " } ?? "")\(text)")
  }
}
