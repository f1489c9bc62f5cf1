/// The postings of a few thousand consecutive documents, with terms numbered inside the group. Groups are made in parallel and merged in order.
struct InvertedGroup: Sendable {
  /// The group's distinct terms.
  private(set) var terms = TermTable()
  /// Term and frequency of every posting, document after document, in the order of first appearance.
  private(set) var postings: [(term: UInt32, frequency: UInt32)] = []
  /// The end of every document in `postings`.
  private(set) var ends: [Int] = []
  /// Number of terms of every document.
  private(set) var lengths: [UInt32] = []
  /// For each term the place of its latest posting.
  private var latest: [Int] = []

  /// Adds a document: its terms one after another, and where each ends.
  mutating func add(_ bytes: Span<UInt8>, ends termEnds: Span<Int32>) {
    let start = postings.count
    var begin = 0
    for index in termEnds.indices {
      let end = Int(termEnds[index])
      let term = bytes.extracting(begin..<end)
      count(terms.number(of: term, hash: TermTable.hash(term)), since: start)
      begin = end
    }
    lengths.append(UInt32(termEnds.count))
    ends.append(postings.count)
  }

  @inline(__always)
  private mutating func count(_ term: Int, since start: Int) {
    if term == latest.count { latest.append(-1) }
    let place = latest[term]
    if place >= start {
      postings[place].frequency += 1
    } else {
      latest[term] = postings.count
      postings.append((UInt32(term), 1))
    }
  }
}
