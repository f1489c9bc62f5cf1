import Dense

/// The slow twin: the same batches, searches and selections, with arrays that are sorted anew at each step. Vectors are whole numbers of
/// which one is 127 or -127, so that their codes are themselves and scores are exact.
struct NaiveGraph {
  let vectors: [[Int]]
  let parameters: GraphParameters
  let plan: GraphPlan
  /// Links by level and node.
  private(set) var levels: [[[UInt32]]]

  init(_ vectors: [[Int]], _ parameters: GraphParameters) {
    self.vectors = vectors
    self.parameters = parameters
    plan = GraphPlan(count: vectors.count, parameters: parameters)
    levels = [vectors.map { _ in [] }] + plan.members.map { $0.map { _ in [] } }
    var inserted = 0
    while inserted < vectors.count {
      let size = min(vectors.count - inserted, max(1, min(inserted, max(64, vectors.count / 50))))
      insert(Array(plan.order[inserted..<inserted + size]), isFirst: inserted == 0)
      inserted += size
    }
  }

  /// Documents to which no links lead from the first that was inserted.
  var unreached: Set<UInt32> {
    var reached: Set<UInt32> = [plan.order[0]]
    var open = [plan.order[0]]
    while let node = open.popLast() {
      for neighbour in levels[0][Int(node)] where reached.insert(neighbour).inserted { open.append(neighbour) }
    }
    return Set(plan.order).subtracting(reached)
  }

  private func document(_ level: Int, _ node: UInt32) -> UInt32 { level == 0 ? node : plan.members[level - 1][Int(node)] }

  /// Nodes of a document, from level 0 up.
  private func nodes(_ document: UInt32) -> [UInt32] {
    [document] + plan.members.compactMap { $0.firstIndex(of: document).map { UInt32($0) } }
  }

  private func score(_ a: UInt32, _ b: UInt32) -> Int { zip(vectors[Int(a)], vectors[Int(b)]).reduce(0) { $0 + $1.0 * $1.1 } }

  private mutating func insert(_ batch: [UInt32], isFirst: Bool) {
    if isFirst { return }
    let before = self
    var back: [[UInt32: [UInt32]]] = levels.map { _ in [:] }
    for document in batch {
      let places = nodes(document)
      for (level, links) in before.links(of: document, places).enumerated() {
        levels[level][Int(places[level])] = links
        for target in links { back[level][target, default: []].append(places[level]) }
      }
    }
    for level in levels.indices {
      for (target, sources) in back[level] { link(level, target, sources.sorted()) }
    }
  }

  private func links(of document: UInt32, _ places: [UInt32]) -> [[UInt32]] {
    var result = places.map { _ in [UInt32]() }
    var entry: UInt32 = levels.count > 1 ? 0 : plan.order[0]
    for level in levels.indices.reversed() {
      let found = search(document, level, from: entry, ef: level < places.count ? parameters.efConstruction : 1)
      if level < places.count { result[level] = select(found, level, for: document, most: parameters.links) }
      entry = level > 0 ? plan.down[level - 1][Int(found[0])] : found[0]
    }
    return result
  }

  private func search(_ document: UInt32, _ level: Int, from entry: UInt32, ef: Int) -> [UInt32] {
    var seen: Set<UInt32> = [entry], expanded: Set<UInt32> = []
    var pool = [entry]
    while let next = pool.first(where: { !expanded.contains($0) }) {
      expanded.insert(next)
      for neighbour in levels[level][Int(next)] where seen.insert(neighbour).inserted { pool.append(neighbour) }
      pool = Array(ranked(pool, level, for: document).prefix(ef))
    }
    return pool
  }

  private func ranked(_ nodes: [UInt32], _ level: Int, for document: UInt32) -> [UInt32] {
    nodes.map { (node: $0, score: score(self.document(level, $0), document)) }
      .sorted { $0.score > $1.score || ($0.score == $1.score && $0.node < $1.node) }.map(\.node)
  }

  private func select(_ nodes: [UInt32], _ level: Int, for document: UInt32, most: Int) -> [UInt32] {
    if nodes.count <= most { return nodes }
    var chosen: [UInt32] = []
    for node in nodes where chosen.count < most {
      let own = self.document(level, node)
      if chosen.allSatisfy({ score(self.document(level, $0), own) <= score(own, document) }) { chosen.append(node) }
    }
    return chosen
  }

  private mutating func link(_ level: Int, _ target: UInt32, _ sources: [UInt32]) {
    let all = levels[level][Int(target)] + sources
    let most = level == 0 ? 2 * parameters.links : parameters.links
    let own = document(level, target)
    // On equal scores documents count, not nodes.
    let byDocument = all.sorted { document(level, $0) < document(level, $1) }
    let sorted = byDocument.map { (node: $0, score: score(document(level, $0), own)) }
      .sorted { $0.score > $1.score || ($0.score == $1.score && document(level, $0.node) < document(level, $1.node)) }.map(\.node)
    levels[level][Int(target)] = all.count <= most ? all : select(sorted, level, for: own, most: most)
  }
}
