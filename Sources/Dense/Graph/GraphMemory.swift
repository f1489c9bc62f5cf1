/// The links of one level in memory, for the builder. Rows begin empty.
@safe final class GraphMemory: @unchecked Sendable {  // see GraphLayer
  let layer: GraphLayer
  private let chunks: UnsafeMutablePointer<UnsafePointer<UInt32>>
  private let chunkCount: Int
  private let documents: UnsafeMutablePointer<UInt32>?

  /// - Parameter members: the documents of the level's nodes; nil on level 0.
  init(count: Int, degree: Int, members: [UInt32]?) {
    chunkCount = (count + GraphLayer.rowsPerChunk - 1) / GraphLayer.rowsPerChunk
    unsafe chunks = .allocate(capacity: max(1, chunkCount))
    unsafe documents = members.map { UnsafeMutablePointer<UInt32>.allocate(capacity: max(1, $0.count)) }
    for (node, document) in (members ?? []).enumerated() { unsafe documents?[node] = document }
    layer = unsafe GraphLayer(
      chunks: UnsafePointer(chunks), degree: degree, count: count, documents: documents.map { unsafe UnsafePointer($0) })
    for chunk in 0..<chunkCount {
      let size = Self.rows(chunk, of: count) * degree
      let memory = UnsafeMutablePointer<UInt32>.allocate(capacity: size)
      unsafe memory.initialize(repeating: GraphLayer.none, count: size)
      unsafe chunks[chunk] = UnsafePointer(memory)
    }
  }

  deinit {
    for chunk in 0..<chunkCount { unsafe chunks[chunk].deallocate() }
    unsafe chunks.deallocate()
    unsafe documents?.deallocate()
  }

  /// Rows of a chunk.
  static func rows(_ chunk: Int, of count: Int) -> Int { min(GraphLayer.rowsPerChunk, count - chunk * GraphLayer.rowsPerChunk) }

  /// Replaces a node's links. Precondition: at most `degree` of them.
  func set(_ node: UInt32, _ links: [UInt32]) {
    precondition(links.count <= layer.degree && Int(node) < layer.count)
    let row = unsafe UnsafeMutablePointer(mutating: layer.row(node))
    for place in 0..<layer.degree { unsafe row[place] = place < links.count ? links[place] : GraphLayer.none }
  }

  /// Hands over the bytes of every chunk with its rows, in order.
  func forEachChunk(_ body: (_ chunk: Int, _ rows: Int, _ bytes: RawSpan) throws -> Void) rethrows {
    for chunk in 0..<chunkCount {
      let rows = Self.rows(chunk, of: layer.count)
      let bytes = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(chunks[chunk]), byteCount: 4 * rows * layer.degree)
      try body(chunk, rows, bytes)
    }
  }

  /// Takes all rows out of bytes that `forEachChunk` gave. Precondition: as many as there are.
  func load(_ bytes: RawSpan, from start: Int) {
    var offset = start
    for chunk in 0..<chunkCount {
      let size = 4 * Self.rows(chunk, of: layer.count) * layer.degree
      precondition(offset + size <= bytes.byteCount)
      unsafe bytes.withUnsafeBytes {
        unsafe UnsafeMutableRawPointer(mutating: chunks[chunk]).copyMemory(from: $0.baseAddress! + offset, byteCount: size)
      }
      offset += size
    }
  }
}
