internal import Parallelism

/// An inversion with its terms in byte order. Nobody adds to the inversion while this is used.
struct InvertedSegment: SortedSegment {
  private let lane: InversionLane
  /// The terms' numbers in the byte order of the terms.
  private let order: [UInt32]
  private let documents: Range<UInt32>
  let marks: [TermMark]

  /// Sorts the terms.
  /// - Parameters:
  ///   - documents: of all lanes together.
  ///   - markWeight: how much weight lies between two marks about; a term weighs two bytes a posting and sixteen more.
  init(_ lane: InversionLane, of documents: Range<UInt32>, markWeight: Int) {
    self.lane = lane
    self.documents = documents
    lane.dropLookup()
    order = lane.inversion.terms.sorted()
    marks = Self.places(order, lane, markWeight).map { place in
      TermMark(term: lane.inversion.terms[Int(place.term)], weight: place.weight)
    }
  }

  /// Sorts the terms of all lanes at once.
  static func sorted(
    _ lanes: [InversionLane], of documents: Range<UInt32>, markWeight: Int, threads: Int
  ) throws -> [InvertedSegment] {
    try mapBlocks(count: lanes.count, threads: threads) { InvertedSegment(lanes[$0], of: documents, markWeight: markWeight) }
  }

  private static func places(
    _ order: [UInt32], _ lane: InversionLane, _ markWeight: Int
  ) -> [(term: UInt32, weight: Int)] {
    var places: [(term: UInt32, weight: Int)] = []
    for number in order {
      if places.last.map({ $0.weight >= markWeight }) ?? true { places.append((number, 0)) }
      places[places.count - 1].weight += weight(of: number, lane)
    }
    return places
  }

  private static func weight(of number: UInt32, _ lane: InversionLane) -> Int {
    2 * Int(lane.inversion.arena.terms[Int(number)].documents) + 16
  }

  func terms(from lower: ByteRegion?, before upper: ByteRegion?) -> InvertedTerms {
    InvertedTerms(lane, order[place(of: lower, else: 0)..<place(of: upper, else: order.count)], of: documents)
  }

  /// Where the terms begin that are not before a term.
  private func place(of term: ByteRegion?, else place: Int) -> Int {
    guard let term else { return place }
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if lane.inversion.terms[Int(order[middle])].compare(term) < 0 { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Pieces of `order` of about so much weight each.
  func pieces(weight: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = 0
    var sum = 0
    for (place, number) in order.enumerated() {
      sum += Self.weight(of: number, lane)
      if sum < weight, place < order.count - 1 { continue }
      pieces.append(start..<(place + 1))
      start = place + 1
      sum = 0
    }
    return pieces
  }

  /// The terms of a piece as a chunk of a run.
  func chunk(_ piece: Range<Int>) -> RunChunk {
    var chunk = RunChunk()
    for number in order[piece] {
      let state = lane.inversion.arena.terms[Int(number)]
      chunk.begin(lane.inversion.terms[Int(number)], state)
      lane.inversion.arena.forEachSlice(of: Int(number)) { chunk.append($0) }
      chunk.end()
    }
    return chunk
  }
}

/// The terms of an inversion one after another; the postings of each are copied into one piece.
struct InvertedTerms: SortedTerms {
  let documents: Range<UInt32>
  private(set) var current: TermPostings?
  private let lane: InversionLane
  private var order: ArraySlice<UInt32>
  private let buffer = GrowingBuffer()

  init(_ lane: InversionLane, _ order: ArraySlice<UInt32>, of documents: Range<UInt32>) {
    self.lane = lane
    self.order = order
    self.documents = documents
    advance()
  }

  mutating func advance() {
    guard let number = order.popFirst().map({ Int($0) }) else {
      current = nil
      return
    }
    let state = lane.inversion.arena.terms[number]
    buffer.removeAll()
    lane.inversion.arena.forEachSlice(of: number) { buffer.append($0) }
    current = TermPostings(
      term: lane.inversion.terms[number], count: Int(state.documents), firstDocument: state.first,
      lastFrequency: state.lastFrequency, bytes: buffer.region)
  }

  func damaged(_ detail: String) -> LexicalError { .corrupt(structure: "inversion in memory", detail: detail) }
}
