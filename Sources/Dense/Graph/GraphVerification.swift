extension VectorSet {
  /// Walks the graph, if there is one: links are to other nodes that exist, none twice; nodes of a level stand on the one below; every document
  /// can be reached.
  /// - Throws: `DenseError.damaged` with the level and the node.
  public func verifyGraph() throws {
    guard let graph else { return }
    for (level, layer) in graph.layers.enumerated() { try check(layer, level, graph) }
    guard description.count > 0 else { return }
    var reached = GraphReach(count: description.count)
    for document in [UInt32(graph.shape.entry)] + graph.apart { reached.follow(document, graph.layers[0]) }
    guard reached.reachedCount == description.count else {
      throw DenseError.damaged(
        set: name.text, reason: "its graph leads to \(reached.reachedCount) of \(description.count) documents")
    }
  }

  private func check(_ layer: GraphLayer, _ level: Int, _ graph: MappedGraph) throws {
    func damaged(_ node: Int, _ reason: String) -> DenseError {
      .damaged(set: name.text, reason: "node \(node) of level \(level) of its graph \(reason)")
    }
    for node in 0..<layer.count {
      let row = unsafe layer.row(UInt32(node))
      let links = layer.links(UInt32(node))
      guard (links.count..<layer.degree).allSatisfy({ unsafe row[$0] == GraphLayer.none }) else {
        throw damaged(node, "has links to what is no node")
      }
      guard Set(links).count == links.count, !links.contains(UInt32(node)) else {
        throw damaged(node, "has a link twice or to itself")
      }
      guard level > 1, let documents = unsafe layer.documents, let below = unsafe graph.layers[level - 1].documents else {
        continue
      }
      guard unsafe documents[node] == below[Int(graph.down(level, UInt32(node)))] else {
        throw damaged(node, "is another one on the level below")
      }
    }
    if level == 1, let documents = unsafe layer.documents {
      for node in 0..<layer.count where unsafe documents[node] != graph.down(1, UInt32(node)) {
        throw damaged(node, "is another one on the level below")
      }
    }
  }
}
