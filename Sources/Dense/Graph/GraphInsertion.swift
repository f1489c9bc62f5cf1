/// Finds the links of new nodes, and makes room for the links back. One a thread.
final class GraphInsertion: @unchecked Sendable {  // handed from thread to thread, used by one at a time
  fileprivate let levels: [GraphMemory]
  fileprivate let down: [[UInt32]]
  fileprivate let parameters: GraphParameters
  fileprivate let walk: GraphWalk
  fileprivate let scores: CodeScores
  private let selection: NeighbourSelection
  /// The first node that was inserted, by its place on the top level.
  fileprivate let entryNode: UInt32

  init(_ builder: GraphBuilder) {
    levels = builder.levels
    down = builder.plan.down
    parameters = builder.parameters
    entryNode = levels.count > 1 ? 0 : builder.plan.order.first ?? 0
    let widest = max(128, 2 * parameters.links)
    walk = GraphWalk(count: builder.count, degree: 2 * parameters.links, ef: parameters.efConstruction)
    scores = CodeScores(builder.codes, widest: widest)
    selection = NeighbourSelection(scores, widest: widest)
  }

  /// Searches the graph from the top, sets the node's own links on its levels, and returns them by level, from 0 up.
  func links(of node: GraphBuilder.Node) -> [[UInt32]] {
    var links = node.places.map { _ in [UInt32]() }
    var entry = entryNode
    for level in levels.indices.reversed() {
      scores.query = node.document
      let isMember = level < node.places.count
      let pool = walk.search(levels[level].layer, scores, from: [entry], ef: isMember ? parameters.efConstruction : 1)
      let nearest = CandidatePool.node(pool[0])
      if isMember {
        links[level] = choose(pool, on: levels[level].layer)
        levels[level].set(node.places[level], links[level])
      }
      entry = level > 0 ? down[level - 1][Int(nearest)] : nearest
    }
    return links
  }

  private func choose(_ pool: CandidatePool, on layer: GraphLayer) -> [UInt32] {
    let nodes = pool.nodes
    let candidates = nodes.map { (document: layer.document($0.node), score: $0.score) }
    return selection.select(candidates, most: parameters.links).map { nodes[$0].node }
  }

  /// Adds links to a node; when they are more than it can have, the best are chosen among all.
  func link(_ node: UInt32, backTo sources: [UInt32], _ memory: GraphMemory) {
    let layer = memory.layer
    var all = layer.links(node) + sources
    if all.count > layer.degree {
      let documents = all.map(layer.document)
      let ranked = selection.ranked(documents, with: layer.document(node))
      let candidates = ranked.map { (document: documents[$0.place], score: $0.score) }
      all = selection.select(candidates, most: layer.degree).map { all[ranked[$0].place] }
    }
    memory.set(node, all)
  }
}

extension GraphInsertion {
  /// The nodes of level 0 nearest to a document, best first.
  func nearest(to document: UInt32) -> [UInt32] {
    scores.query = document
    var entry = entryNode
    for level in levels.indices.dropFirst().reversed() {
      entry = down[level - 1][Int(CandidatePool.node(walk.search(levels[level].layer, scores, from: [entry], ef: 1)[0]))]
    }
    return walk.search(levels[0].layer, scores, from: [entry], ef: parameters.efConstruction).nodes.map(\.node)
  }
}
