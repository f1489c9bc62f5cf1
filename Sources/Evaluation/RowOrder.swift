/// Puts the rows of a topic into the order in which they are judged.
enum RowOrder {
  /// Row numbers, best first: score descending, then document id descending by bytes, as trec_eval sorts.
  static func byScore(_ table: RunTable, _ range: Range<Int>, asFloat: Bool) -> [Int] {
    var order = Array(range)
    let ordered = zip(order, order.dropFirst()).allSatisfy { precedes(table, $0, $1, asFloat) }
    if !ordered { order.sort { precedes(table, $0, $1, asFloat) } }
    return order
  }

  private static func precedes(_ table: RunTable, _ left: Int, _ right: Int, _ asFloat: Bool) -> Bool {
    let (first, second) = (table.rows[left], table.rows[right])
    let equal = asFloat ? Float(first.score) == Float(second.score) : first.score == second.score
    if !equal { return first.score > second.score }
    let one = first.start..<first.start + Int(first.count)
    let other = second.start..<second.start + Int(second.count)
    return compareBytes(table.pool.span, one, other) > 0
  }
}
