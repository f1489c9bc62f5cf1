/// How successive things of some sizes are put together: as many as fit `budget`, always at least one.
enum Spans {
  /// Ranges that cover all `sizes` in order; each adds up to at most `budget`, but for one that is a single larger thing.
  static func cut(_ sizes: [Int], budget: Int) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    var start = 0, total = 0
    for (index, size) in sizes.enumerated() {
      if index > start, total + size > budget {
        spans.append(start..<index)
        start = index
        total = 0
      }
      total += size
    }
    return start < sizes.count ? spans + [start..<sizes.count] : spans
  }
}
