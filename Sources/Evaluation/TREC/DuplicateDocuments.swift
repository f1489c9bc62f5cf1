internal import Bytes

/// Finds a document listed twice in one topic: an open-addressed table used again for every topic.
struct DuplicateDocuments {
  private struct Slot {
    var hash: UInt64 = 0
    var row: Int32 = 0
    /// The topic that filled the slot.
    var stamp: UInt32 = 0
  }

  private var slots: [Slot] = []
  private var stamp: UInt32 = 0

  /// The first two rows of a range with the same id, or nil.
  mutating func first(in table: RunTable, _ range: Range<Int>) -> (Int, Int)? {
    prepare(range.count)
    let stamp = stamp
    let pool = table.pool.span
    let rows = table.rows.span
    let mask = slots.count - 1
    var slots = slots.mutableSpan
    for index in range {
      let row = rows[index]
      let hash = documentHash(pool, start: row.start, count: Int(row.count))
      var place = Int(truncatingIfNeeded: hash) & mask
      while slots[place].stamp == stamp {
        if slots[place].hash == hash {
          let earlier = range.lowerBound + Int(slots[place].row)
          let other = rows[earlier]
          if other.count == row.count, sameBytes(pool, other.start, pool, row.start, count: Int(row.count)) {
            return (earlier, index)
          }
        }
        place = (place &+ 1) & mask
      }
      slots[place] = Slot(hash: hash, row: Int32(truncatingIfNeeded: index - range.lowerBound), stamp: stamp)
    }
    return nil
  }

  private mutating func prepare(_ count: Int) {
    var size = 16
    while size < count * 2 { size *= 2 }
    if size > slots.count || stamp == .max {
      slots = Array(repeating: Slot(), count: size)
      stamp = 0
    }
    stamp += 1
  }
}

extension RunTable {
  /// Refuses a run that lists a document twice in one topic.
  func checkDuplicates() throws(EvaluationError) {
    var finder = DuplicateDocuments()
    for (topic, range) in zip(topics, ranges) {
      guard let (first, second) = finder.first(in: self, range) else { continue }
      throw .duplicate(
        path: path, topic: topic.text, document: document(rows[second]).text,
        firstLine: Int(rows[first].line), secondLine: Int(rows[second].line))
    }
  }
}
