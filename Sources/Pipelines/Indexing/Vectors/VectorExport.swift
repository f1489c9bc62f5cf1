internal import Bytes
internal import Dense
internal import Files

/// Writes a set of vectors to `FILE.npy` with ids in `FILE.npy.ids`, or to `FILE.jsonl`: float32, in the order of the documents.
struct VectorExport {
  let index: OpenIndex
  let set: VectorSet
  let path: String

  /// Writes. Nothing that exists is replaced.
  func write() throws {
    let isArray = path.hasSuffix(".npy")
    guard isArray || [".jsonl", ".jsonl.gz", ".jsonl.zst"].contains(where: { path.hasSuffix($0) }) else {
      throw PipelinesError.input(reason: "\(path): vectors are written to FILE.npy or FILE.jsonl (which may be .gz or .zst)")
    }
    for file in isArray ? [path, path + ".ids"] : [path] where Paths.exists(file) {
      throw PipelinesError.input(reason: "\(file) exists; remove it, or write elsewhere")
    }
    if isArray { try writeArray() } else { try writeLines() }
  }

  private func writeArray() throws {
    var file = try AtomicFile(path: path)
    var ids = try AtomicFile(path: path + ".ids")
    try file.write(NumPyHeader.bytes(rows: set.description.count, columns: set.description.dimension))
    try forEachVector { id, vector in
      try file.write(unsafe vector.span.bytes)
      try ids.write(id.bytes + [10])
    }
    try ids.commit()
    try file.commit()
  }

  private func writeLines() throws {
    var file = try AtomicFile(path: path)
    try forEachVector { id, vector in
      let numbers = vector.map { JSONValue.number(JSONNumber(raw: ByteString("\($0)"))) }
      let line: JSONValue = ["id": .string(id), "vector": .array(numbers)]
      try file.write(line.serialized() + [10])
    }
    try file.commit()
  }

  private func forEachVector(_ body: (ByteString, [Float]) throws -> Void) throws {
    for document in 0..<set.description.count {
      try body(try index.documents.id(of: UInt32(document)), set.vector(of: document))
    }
  }
}
