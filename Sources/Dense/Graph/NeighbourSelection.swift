/// Chooses links: a candidate is left out when it is nearer to one that was chosen than to the node itself, so that links point in different
/// directions (Malkov and Yashunin 2018, algorithm 4; hnswlib's getNeighborsByHeuristic2).
@safe final class NeighbourSelection {
  private let scores: CodeScores
  private let chosen: UnsafeMutablePointer<UInt32>
  private let results: UnsafeMutablePointer<Float>
  private let widest: Int
  /// Chosen ones that are compared in one call: most candidates are left out by one of the first.
  private static let group = 8

  /// - Parameter widest: most links that are ever chosen, or scored at a time.
  init(_ scores: CodeScores, widest: Int) {
    self.scores = scores
    self.widest = widest
    unsafe chosen = .allocate(capacity: widest)
    unsafe results = .allocate(capacity: widest)
  }

  deinit {
    unsafe chosen.deallocate()
    unsafe results.deallocate()
  }

  /// Places of at most `most` candidates, which are given with their documents and their scores with the node, best first.
  func select(_ candidates: [(document: UInt32, score: Float)], most: Int) -> [Int] {
    if candidates.count <= most { return Array(candidates.indices) }
    var places: [Int] = []
    for (place, candidate) in candidates.enumerated() where isApart(candidate.document, candidate.score, from: places.count) {
      unsafe chosen[places.count] = candidate.document
      places.append(place)
      if places.count == most { break }
    }
    return places
  }

  private func isApart(_ document: UInt32, _ score: Float, from count: Int) -> Bool {
    scores.query = document
    var start = 0
    while start < count {
      let length = min(Self.group, count - start)
      unsafe scores.score(chosen + start, count: length, into: results)
      for place in 0..<length where unsafe results[place] > score { return false }
      start += length
    }
    return true
  }

  /// Documents with their scores with one document, best first; equal scores in ascending order.
  func ranked(_ documents: [UInt32], with document: UInt32) -> [(place: Int, score: Float)] {
    scores.query = document
    var found: [(place: Int, score: Float)] = []
    for start in stride(from: 0, to: documents.count, by: widest) {
      let count = min(widest, documents.count - start)
      unsafe documents.withUnsafeBufferPointer { all in
        unsafe scores.score(all.baseAddress! + start, count: count, into: results)
      }
      for place in 0..<count { found.append((start + place, unsafe results[place])) }
    }
    return found.sorted { a, b in a.score > b.score || (a.score == b.score && documents[a.place] < documents[b.place]) }
  }
}
