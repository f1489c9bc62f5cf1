/// What gives scores to documents in any order: stored rows, or codes.
protocol ScoredRows {
  /// Scores of documents with the query that was chosen.
  @unsafe func score(_ documents: UnsafePointer<UInt32>, count: Int, into scores: UnsafeMutablePointer<Float>)
}

/// Searches a level of a graph for the best nodes (Malkov and Yashunin 2018, algorithm 2). Holds the memory of a search, to be used again.
/// Not shared between threads.
@safe final class GraphWalk {
  private let entries: UnsafeMutablePointer<UInt64>
  private let seen: UnsafeMutablePointer<UInt64>
  private let nodes: UnsafeMutablePointer<UInt32>
  private let documents: UnsafeMutablePointer<UInt32>
  private let scores: UnsafeMutablePointer<Float>
  private var touched: [UInt32] = []
  private let words: Int
  private let widest: Int
  private let most: Int

  /// - Parameters:
  ///   - count: nodes of the largest level.
  ///   - degree: most links of a node.
  ///   - ef: the largest pool.
  init(count: Int, degree: Int, ef: Int) {
    words = count / 64 + 1
    widest = max(degree, 64)
    most = ef
    unsafe entries = .allocate(capacity: ef + 1)
    unsafe seen = .allocate(capacity: words)
    unsafe seen.initialize(repeating: 0, count: words)
    unsafe nodes = .allocate(capacity: widest)
    unsafe documents = .allocate(capacity: widest)
    unsafe scores = .allocate(capacity: widest)
    touched.reserveCapacity(ef * degree)
  }

  deinit {
    unsafe entries.deallocate()
    unsafe seen.deallocate()
    unsafe nodes.deallocate()
    unsafe documents.deallocate()
    unsafe scores.deallocate()
  }

  /// The best `ef` nodes that are found from some entries; they are valid until the next search.
  func search<Rows: ScoredRows>(_ layer: GraphLayer, _ rows: Rows, from entryNodes: [UInt32], ef: Int) -> CandidatePool {
    precondition(ef > 0 && ef <= most && layer.degree <= widest)
    var pool = unsafe CandidatePool(entries, capacity: ef)
    for start in stride(from: 0, to: entryNodes.count, by: widest) {
      var count = 0
      for node in entryNodes[start..<min(start + widest, entryNodes.count)] where Int(node) < layer.count && mark(node) {
        unsafe nodes[count] = node
        count += 1
      }
      _ = offer(count, layer, rows, to: &pool)
    }
    var next = 0
    while let place = pool.expand(from: next) {
      let count = gather(layer, CandidatePool.node(pool[place]))
      next = min(place + 1, offer(count, layer, rows, to: &pool))
    }
    forget()
    return pool
  }

  /// Neighbours that were not seen yet.
  @inline(__always)
  private func gather(_ layer: GraphLayer, _ node: UInt32) -> Int {
    let row = unsafe layer.row(node)
    var count = 0
    for place in 0..<layer.degree {
      let neighbour = unsafe row[place]
      if Int(neighbour) >= layer.count { break }
      if mark(neighbour) {
        unsafe nodes[count] = neighbour
        count += 1
      }
    }
    return count
  }

  /// True the first time.
  @inline(__always)
  private func mark(_ node: UInt32) -> Bool {
    let word = Int(node) >> 6
    let bit = UInt64(1) << UInt64(node & 63)
    if unsafe seen[word] & bit != 0 { return false }
    unsafe seen[word] |= bit
    touched.append(UInt32(truncatingIfNeeded: word))
    return true
  }

  private func forget() {
    for word in touched { unsafe seen[Int(word)] = 0 }
    touched.removeAll(keepingCapacity: true)
  }

  /// Scores the gathered nodes and puts them into the pool; returns the first place that changed.
  @inline(__always)
  private func offer<Rows: ScoredRows>(_ count: Int, _ layer: GraphLayer, _ rows: Rows, to pool: inout CandidatePool) -> Int {
    if count == 0 { return Int.max }
    if let map = unsafe layer.documents {
      for place in 0..<count { unsafe documents[place] = map[Int(nodes[place])] }
      unsafe rows.score(documents, count: count, into: scores)
    } else {
      unsafe rows.score(nodes, count: count, into: scores)
    }
    var first = Int.max
    for place in 0..<count {
      let entry = unsafe CandidatePool.entry(nodes[place], scores[place])
      if let changed = pool.insert(entry), changed < first { first = changed }
    }
    return first
  }
}
