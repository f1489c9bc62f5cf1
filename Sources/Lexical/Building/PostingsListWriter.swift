/// Writes the postings of one term after another in the layout `PostingsList` reads.
package struct PostingsListWriter {
  private let blockSize: Int
  private var lasts: [UInt32] = []
  private var rawEnds: [UInt32] = []
  private var impactEnds: [UInt32] = []
  private var impactBytes: [UInt8] = []
  private var raw: [UInt8] = []
  private var blockImpacts = Impacts()
  private var listImpacts = Impacts()

  /// A writer of blocks of `blockSize` postings, at most 128.
  package init(blockSize: Int = BitPacking.blockSize) { self.blockSize = blockSize }

  /// Appends a list. Documents ascend, frequencies are >= 1, `norms` holds the length byte of every document of the collection.
  package mutating func append(_ documents: [UInt32], _ frequencies: [UInt32], norms: [UInt8], to bytes: inout [UInt8]) {
    if documents.count <= blockSize {
      PostingsBlock.append(documents[...], frequencies[...], base: 0, to: &bytes)
      return
    }
    reset()
    for start in stride(from: 0, to: documents.count, by: blockSize) {
      let range = start..<min(start + blockSize, documents.count)
      appendBlock(documents[range], frequencies[range], norms)
    }
    listImpacts.append(to: &impactBytes)
    impactEnds.append(UInt32(impactBytes.count))
    for number in lasts + rawEnds + impactEnds { Self.append(number, to: &bytes) }
    bytes += impactBytes
    bytes += raw
  }

  private mutating func reset() {
    lasts.removeAll(keepingCapacity: true)
    rawEnds.removeAll(keepingCapacity: true)
    impactEnds.removeAll(keepingCapacity: true)
    impactBytes.removeAll(keepingCapacity: true)
    raw.removeAll(keepingCapacity: true)
    listImpacts.removeAll()
  }

  private mutating func appendBlock(_ documents: ArraySlice<UInt32>, _ frequencies: ArraySlice<UInt32>, _ norms: [UInt8]) {
    PostingsBlock.append(documents, frequencies, base: lasts.last.map { $0 + 1 } ?? 0, to: &raw)
    rawEnds.append(UInt32(raw.count))
    lasts.append(documents[documents.endIndex - 1])
    blockImpacts.removeAll()
    for (document, frequency) in zip(documents, frequencies) {
      blockImpacts.add(frequency: frequency, norm: norms[Int(document)])
    }
    blockImpacts.append(to: &impactBytes)
    impactEnds.append(UInt32(impactBytes.count))
    listImpacts.merge(blockImpacts)
  }

  static func append(_ number: UInt32, to bytes: inout [UInt8]) {
    for shift in [UInt32(0), 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }
}
