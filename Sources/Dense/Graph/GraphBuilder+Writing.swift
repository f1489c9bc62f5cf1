public import Bytes
public import Storage

extension GraphBuilder {
  /// Writes the graph behind the set's vectors and codes. Precondition: everything is inserted.
  /// - Returns: what the set's description is to hold as `graph`.
  public func finish(name: ByteString, into writer: inout StoreWriter) throws -> JSONValue {
    precondition(inserted == count)
    let apart = connect()
    let layout = GraphLayout(set: name)
    for (level, memory) in levels.enumerated() {
      try memory.forEachChunk { chunk, rows, bytes in
        let first = UInt64(chunk) * UInt64(GraphLayer.rowsPerChunk)
        try writer.append(layout.links(level: level, chunk: chunk), firstItem: first, itemCount: rows, payload: bytes)
      }
    }
    if !apart.isEmpty { try writer.append(layout.apart, itemCount: apart.count, payload: unsafe apart.span.bytes) }
    for (level, (members, down)) in zip(plan.members, plan.down).enumerated() {
      let both = members + down
      try writer.append(layout.nodes(level: level + 1), itemCount: members.count, payload: unsafe both.span.bytes)
    }
    let shape = GraphShape(levels: [count] + plan.members.map(\.count), entry: Int(plan.order.first ?? 0), apart: apart.count)
    return shape.json(parameters)
  }

  /// Links every document that no path from the entry leads to, from the nearest node that has room; returns those for which none has.
  private func connect() -> [UInt32] {
    guard let entry = plan.order.first else { return [] }
    let insertion = GraphInsertion(self)
    var reached = GraphReach(count: count)
    reached.follow(entry, levels[0].layer)
    var apart: [UInt32] = []
    for document in plan.order where !reached.contains(document) {
      let near = insertion.nearest(to: document).first { node in
        reached.contains(node) && levels[0].layer.links(node).count < levels[0].layer.degree
      }
      if let near { levels[0].set(near, levels[0].layer.links(near) + [document]) } else { apart.append(document) }
      reached.follow(document, levels[0].layer)
    }
    return apart
  }
}

/// The nodes of a level to which paths lead.
struct GraphReach {
  private var words: [UInt64]
  private(set) var reachedCount = 0

  init(count: Int) { words = Array(repeating: 0, count: count / 64 + 1) }

  func contains(_ node: UInt32) -> Bool { words[Int(node) >> 6] >> UInt64(node & 63) & 1 == 1 }

  private mutating func mark(_ node: UInt32) -> Bool {
    if contains(node) { return false }
    words[Int(node) >> 6] |= 1 << UInt64(node & 63)
    reachedCount += 1
    return true
  }

  /// Adds a node and all nodes to which paths lead from it.
  mutating func follow(_ start: UInt32, _ layer: GraphLayer) {
    var open: [UInt32] = mark(start) ? [start] : []
    while let node = open.popLast() {
      for neighbour in layer.links(node) where mark(neighbour) { open.append(neighbour) }
    }
  }
}
