internal import Bytes
internal import Storage

/// A graph in the map: nothing is copied but the addresses of its extents.
@safe final class MappedGraph: @unchecked Sendable {  // the memory never changes
  let parameters: GraphParameters
  let shape: GraphShape
  /// From 0 up.
  private(set) var layers: [GraphLayer] = []
  /// For each level above 0, its nodes' places on the level below.
  private var down: [UnsafePointer<UInt32>] = unsafe []
  /// Documents where every search begins beside the entry.
  let apart: [UInt32]
  private var extents: [MappedExtent] = []
  private var tables: [UnsafeMutablePointer<UnsafePointer<UInt32>>] = unsafe []

  /// - Throws: `DenseError.damaged` when extents and manifest disagree.
  init(_ snapshot: Snapshot, name: ByteString, json: JSONValue, count: Int) throws {
    func damaged(_ reason: String) -> DenseError { .damaged(set: name.text, reason: "its graph \(reason)") }
    guard let parameters = GraphParameters(json: json), let shape = GraphShape(json: json, count: count) else {
      throw damaged("has an incomplete entry in the manifest")
    }
    self.parameters = parameters
    self.shape = shape
    let layout = GraphLayout(set: name)
    apart = try shape.apart == 0 ? [] : Self.numbers(snapshot.require(layout.apart), count: shape.apart)
    guard apart.allSatisfy({ $0 < count }) else { throw damaged("begins at documents that there are not") }
    for (level, nodes) in shape.levels.enumerated() {
      let documents =
        try unsafe level == 0 ? nil : nodeTable(snapshot.require(layout.nodes(level: level)), level, of: shape, damaged)
      try unsafe addLayer(snapshot, layout, level, nodes, documents, damaged)
    }
  }

  deinit { for place in unsafe tables.indices { unsafe tables[place].deallocate() } }

  private static func numbers(_ extent: MappedExtent, count: Int) -> [UInt32] {
    let numbers = extent.uint32s
    return (0..<min(count, numbers.count)).map { numbers[$0] }
  }

  /// Reads the table of a level's nodes and checks every number in it.
  private func nodeTable(
    _ extent: MappedExtent, _ level: Int, of shape: GraphShape, _ damaged: (String) -> DenseError
  ) throws -> UnsafePointer<UInt32> {
    let nodes = shape.levels[level]
    let numbers = extent.uint32s
    guard extent.byteCount == 8 * nodes else { throw damaged("has a table of nodes of another size on level \(level)") }
    for node in 0..<nodes where numbers[node] >= shape.levels[0] || numbers[nodes + node] >= shape.levels[level - 1] {
      throw damaged("names nodes that there are not on level \(level)")
    }
    extents.append(extent)
    let base = unsafe extent.bytes.withUnsafeBytes { unsafe $0.baseAddress!.assumingMemoryBound(to: UInt32.self) }
    unsafe down.append(base + nodes)
    return unsafe base
  }

  private func addLayer(
    _ snapshot: Snapshot, _ layout: GraphLayout, _ level: Int, _ nodes: Int, _ documents: UnsafePointer<UInt32>?,
    _ damaged: (String) -> DenseError
  ) throws {
    let (chunks, degree) = ((nodes + GraphLayer.rowsPerChunk - 1) / GraphLayer.rowsPerChunk, parameters.degree(level: level))
    let table = UnsafeMutablePointer<UnsafePointer<UInt32>>.allocate(capacity: max(1, chunks))
    unsafe tables.append(table)
    for chunk in 0..<chunks {
      let extent = try snapshot.require(layout.links(level: level, chunk: chunk))
      guard extent.byteCount == 4 * degree * GraphMemory.rows(chunk, of: nodes) else {
        throw damaged("has links of another size on level \(level)")
      }
      extents.append(extent)
      unsafe table[chunk] = extent.bytes.withUnsafeBytes { unsafe $0.baseAddress!.assumingMemoryBound(to: UInt32.self) }
    }
    layers.append(unsafe GraphLayer(chunks: UnsafePointer(table), degree: degree, count: nodes, documents: documents))
  }

  /// A node's place one level below. Precondition: the level is above 0 and has the node.
  func down(_ level: Int, _ node: UInt32) -> UInt32 { unsafe down[level - 1][Int(node)] }

  /// The node on the top level where searches enter.
  var entryNode: UInt32 { layers.count > 1 ? 0 : UInt32(shape.entry) }
}
