internal import Parallelism
internal import Storage

/// Merges segments into the postings and terms of an index: ranges of terms in parallel, a few at a time, written in order.
///
/// The bytes depend on the postings alone, not on segments, ranges or threads.
struct SegmentMerge<Segment: SortedSegment>: Sendable {
  private let segments: [Segment]
  private let blockSize: Int
  private let norms: [UInt8]
  private let threads: Int
  /// Each range begins at one of these terms and ends before the next; the first begins at the first term.
  private let cuts: [ByteRegion]

  /// A merge of segments in document order, those of a run side by side; they must be kept as long as this.
  /// - Parameter weight: how much of the marks' weight a range has about.
  init(_ segments: [Segment], blockSize: Int, norms: [UInt8], threads: Int, weight: Int) {
    self.segments = segments
    self.blockSize = blockSize
    self.norms = norms
    self.threads = threads
    cuts = Self.cuts(segments, weight)
  }

  private static func cuts(_ segments: [Segment], _ weight: Int) -> [ByteRegion] {
    let marks = segments.flatMap(\.marks).sorted { $0.term.compare($1.term) < 0 }
    var cuts: [ByteRegion] = []
    var sum = 0
    for mark in marks {
      if sum >= weight, cuts.last.map({ $0.compare(mark.term) < 0 }) ?? true {
        cuts.append(mark.term)
        sum = 0
      }
      sum += mark.weight
    }
    return cuts
  }

  /// Writes all terms.
  func write(to serializer: inout LexicalSerializer, into writer: inout StoreWriter) throws {
    let ranges = cuts.count + 1
    let wave = 4 * threads
    for first in stride(from: 0, to: ranges, by: wave) {
      let pieces = try mapBlocks(count: min(wave, ranges - first), threads: threads) { try encoded(range: first + $0) }
      for terms in pieces { try serializer.append(terms, into: &writer) }
    }
  }

  private func encoded(range: Int) throws(LexicalError) -> EncodedTerms {
    let lower = range == 0 ? nil : cuts[range - 1]
    let upper = range == cuts.count ? nil : cuts[range]
    var sources: [Segment.Terms] = []
    for segment in segments { sources.append(try segment.terms(from: lower, before: upper)) }
    var merge = TermMerge(sources, blockSize: blockSize, norms: norms)
    return try merge.encoded()
  }
}
