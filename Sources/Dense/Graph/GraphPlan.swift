/// What of a graph is decided before anything is inserted: the order of insertion and each node's levels, by the seed alone.
///
/// A document's number is its place on level 0. On the levels above, nodes have places of their own, in the order of insertion. The node
/// with the most levels is inserted first and is where every search enters.
package struct GraphPlan: Equatable {
  /// Documents in the order of insertion.
  package let order: [UInt32]
  /// For each level above 0, its documents in the order of insertion.
  package let members: [[UInt32]]
  /// For each level above 0 and each of its nodes, the node's place one level below.
  package let down: [[UInt32]]

  /// Levels above 0.
  var height: Int { members.count }

  /// The plan of a graph of so many vectors.
  package init(count: Int, parameters: GraphParameters) {
    var order = Self.shuffled(count, seed: parameters.seed)
    let levels = Self.levels(count, parameters)
    // Of several with the most levels the one that comes first.
    if let first = order.indices.max(by: { (levels[Int(order[$0])], $1) < (levels[Int(order[$1])], $0) }) {
      order.swapAt(0, first)
    }
    let height = order.first.map { Int(levels[Int($0)]) } ?? 0
    members = (0..<height).map { level in order.filter { Int(levels[Int($0)]) > level } }
    down = (0..<height).map { Self.places($0, order, levels) }
    self.order = order
  }

  /// Places one level below of the nodes of level `upper` + 1.
  private static func places(_ upper: Int, _ order: [UInt32], _ levels: [UInt8]) -> [UInt32] {
    var places: [UInt32] = []
    var below: UInt32 = 0
    for document in order {
      let level = Int(levels[Int(document)])
      if level > upper { places.append(upper == 0 ? document : below) }
      if level >= max(1, upper) { below += 1 }
    }
    return places
  }

  /// A document's highest level: geometric, with the ratio 1 / links (Malkov and Yashunin, 4.1).
  private static func levels(_ count: Int, _ parameters: GraphParameters) -> [UInt8] {
    (0..<count).map { document in
      var bits = mixed(parameters.seed &+ mixed(UInt64(document) &+ 1))
      var level: UInt8 = 0
      // Whole numbers instead of a logarithm, whose last bits depend on the library.
      while level < 30, bits % UInt64(parameters.links) == 0 {
        level += 1
        bits = mixed(bits &+ 1)
      }
      return level
    }
  }

  /// Fisher and Yates. Neighbours in the collection are often alike, and nodes of a batch do not see each other.
  private static func shuffled(_ count: Int, seed: UInt64) -> [UInt32] {
    var order = (0..<UInt32(count)).map { $0 }
    for last in stride(from: count - 1, to: 0, by: -1) {
      let random = mixed(seed ^ mixed(UInt64(last)))
      order.swapAt(last, Int(random.multipliedFullWidth(by: UInt64(last + 1)).high))
    }
    return order
  }

  /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var bits = value &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
