/// Groups of sequences that go through a model together. They follow from the lengths alone, so no result depends on threads.
enum SequenceGroups {
  /// Tokens at which a group is full: enough rows to amortise a pass over the weights, few enough that activations stay in the
  /// second-level cache.
  static let tokenBudget = 512

  /// Sequence numbers by group: the longest first, equal lengths in their order. A sequence above the budget is a group of its own.
  static func form(lengths: [Int], budget: Int = tokenBudget) -> [[Int]] {
    let order = lengths.indices.sorted { (-lengths[$0], $0) < (-lengths[$1], $1) }
    var groups: [[Int]] = []
    var tokens = 0
    for index in order {
      if groups.isEmpty || tokens + lengths[index] > budget {
        groups.append([])
        tokens = 0
      }
      groups[groups.count - 1].append(index)
      tokens += lengths[index]
    }
    return groups
  }
}
