public import Bytes
internal import Parallelism
internal import Synchronization

/// Builds a graph over a set's vectors, with the same bits for any number of threads.
///
/// Nodes are inserted in batches (ParlayANN, arXiv:2305.04359): each node of a batch searches the graph as it was before the batch and
/// chooses its links; then the links back are gathered, sorted, and given to their nodes. A batch has as many nodes as there were before it,
/// up to a share of the collection: its limits depend on the number of vectors alone.
public final class GraphBuilder: @unchecked Sendable {  // for one caller; its state changes between the parallel parts of a step
  /// The largest batch is this part of the collection, and at least `leastLimit`.
  static let share = 50
  static let leastLimit = 64

  /// How it is built.
  public let parameters: GraphParameters
  /// Nodes that are in the graph.
  public private(set) var inserted = 0
  /// Nodes that there will be.
  public let count: Int
  let plan: GraphPlan
  let levels: [GraphMemory]
  let codes: CodeMemory
  let threads: Int
  private let idle = Mutex<[GraphInsertion]>([])
  /// Nodes inserted on each level above 0.
  private var insertedAbove: [Int]

  /// Begins a graph over vectors.
  /// - Throws: `DenseError.graphParameters`, and `.tooManyForGraph` for 2^31 vectors or more.
  public init(_ set: VectorSet, parameters: GraphParameters = GraphParameters(), threads: Int) throws {
    try parameters.check()
    count = set.description.count
    guard count < GraphParameters.most else { throw DenseError.tooManyForGraph(count: count) }
    self.parameters = parameters
    self.threads = threads
    plan = GraphPlan(count: count, parameters: parameters)
    codes = try CodeMemory(set, threads: threads)
    levels =
      [GraphMemory(count: count, degree: parameters.degree(level: 0), members: nil)]
      + plan.members.enumerated().map { level, members in
        GraphMemory(count: members.count, degree: parameters.degree(level: level + 1), members: members)
      }
    insertedAbove = plan.members.map { _ in 0 }
  }

  /// The first of the names in the store that belong to a set's graph.
  public static func extentName(of set: ByteString) -> ByteString { GraphLayout(set: set).first }

  /// Bytes of memory that building takes, about.
  public static func bytes(count: Int, dimension: Int, parameters: GraphParameters) -> Int {
    CodeMemory.bytes(count: count, dimension: dimension) + count * (8 * parameters.links + 4 + 8) + (32 << 20)
  }

  /// Inserts one batch.
  /// - Returns: false when there was nothing left to insert.
  public func step() throws -> Bool {
    let size = min(count - inserted, max(1, min(inserted, max(Self.leastLimit, count / Self.share))))
    guard size > 0 else { return false }
    let batch = nodes(inserted..<inserted + size)
    let chosen = try insert(batch)
    try linkBack(batch, chosen)
    inserted += size
    for level in insertedAbove.indices { insertedAbove[level] += batch.lazy.filter { $0.places.count > level + 1 }.count }
    return true
  }

  /// A document's places on its levels, from 0 up.
  struct Node {
    let document: UInt32
    let places: [UInt32]
  }

  private func nodes(_ range: Range<Int>) -> [Node] {
    var next = insertedAbove
    return range.map { position in
      let document = plan.order[position]
      var places = [document]
      for level in next.indices where next[level] < plan.members[level].count && plan.members[level][next[level]] == document {
        places.append(UInt32(next[level]))
        next[level] += 1
      }
      return Node(document: document, places: places)
    }
  }

  /// Searches for and sets the links of a batch's own; returns them by node and level.
  private func insert(_ batch: [Node]) throws -> [[[UInt32]]] {
    guard inserted > 0 else { return batch.map { $0.places.map { _ in [] } } }
    let grain = 8
    return try mapBlocks(count: (batch.count + grain - 1) / grain, threads: threads) { block in
      self.withInsertion { insertion in
        batch[block * grain..<min((block + 1) * grain, batch.count)].map { insertion.links(of: $0) }
      }
    }.flatMap { $0 }
  }

  /// Adds the links back to a batch's nodes.
  private func linkBack(_ batch: [Node], _ chosen: [[[UInt32]]]) throws {
    for (level, memory) in levels.enumerated() {
      var pairs: [UInt64] = []
      for (node, links) in zip(batch, chosen) where level < node.places.count {
        for target in links[level] { pairs.append(UInt64(target) << 32 | UInt64(node.places[level])) }
      }
      pairs.sort()
      let starts = pairs.indices.filter { $0 == 0 || pairs[$0] >> 32 != pairs[$0 - 1] >> 32 } + [pairs.count]
      let (sorted, grain) = (pairs, 32)
      try forEachBlock(count: (starts.count - 1 + grain - 1) / grain, threads: threads) { block in
        self.withInsertion { insertion in
          for target in block * grain..<min((block + 1) * grain, starts.count - 1) {
            let sources = sorted[starts[target]..<starts[target + 1]].map { UInt32(truncatingIfNeeded: $0) }
            insertion.link(UInt32(sorted[starts[target]] >> 32), backTo: sources, memory)
          }
        }
      }
    }
  }

  /// The memory of an insertion is made once a thread.
  private func withInsertion<Value>(_ body: (GraphInsertion) -> Value) -> Value {
    let insertion = idle.withLock { $0.popLast() } ?? GraphInsertion(self)
    defer { idle.withLock { $0.append(insertion) } }
    return body(insertion)
  }

  /// Goes on behind nodes that were inserted before, out of `levels` that have been loaded.
  func resume(behind inserted: Int) {
    self.inserted = 0
    insertedAbove = plan.members.map { _ in 0 }
    let batch = nodes(0..<inserted)
    for level in insertedAbove.indices { insertedAbove[level] = batch.lazy.filter { $0.places.count > level + 1 }.count }
    self.inserted = inserted
  }
}
