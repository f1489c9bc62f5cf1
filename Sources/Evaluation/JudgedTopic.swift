internal import Bytes
internal import Ranking

/// The judgements of one topic in an open-addressed table, looked up by the bytes of an id.
struct JudgedTopic {
  private var slots: [Int32]
  private var hashes: [UInt64] = []
  private var starts: [Int] = [0]
  private var pool: [UInt8] = []
  private var grades: [Int32] = []

  init(_ judged: [DocumentID: Int32]) {
    var size = 4
    while size < judged.count * 2 { size *= 2 }
    slots = Array(repeating: -1, count: size)
    for (document, grade) in judged {
      let start = pool.count
      pool.append(contentsOf: document.bytes)
      let hash = documentHash(pool.span, start: start, count: document.count)
      var place = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[place] >= 0 { place = (place + 1) & (size - 1) }
      slots[place] = Int32(truncatingIfNeeded: grades.count)
      hashes.append(hash)
      starts.append(pool.count)
      grades.append(grade)
    }
  }

  /// What measures see of a document: its grade, or the mark of a document without one.
  @inline(__always) func relevance(_ bytes: Span<UInt8>, start: Int, count: Int) -> Int32 {
    let hash = documentHash(bytes, start: start, count: count)
    let mask = slots.count &- 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place] >= 0 {
      let entry = Int(slots[place])
      if hashes[entry] == hash, starts[entry + 1] - starts[entry] == count,
        sameBytes(pool.span, starts[entry], bytes, start, count: count)
      {
        return grades[entry] < 0 ? JudgedRanking.notJudged : grades[entry]
      }
      place = (place &+ 1) & mask
    }
    return JudgedRanking.notInPool
  }

  /// Grades from 0 upward, ascending, with their counts.
  static func levels(_ judged: [DocumentID: Int32]) -> [(grade: Int32, count: Int)] {
    var counts: [Int32: Int] = [:]
    for grade in judged.values where grade >= 0 { counts[grade, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { (grade: $0.key, count: $0.value) }
  }
}
