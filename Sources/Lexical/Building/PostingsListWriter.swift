/// Writes the postings of one term after another in the layout `PostingsList` reads. Of a list it holds the encoded blocks alone.
package struct PostingsListWriter {
  private let blockSize: Int
  private let norms: [UInt8]
  private var block: PostingsBlockEncoder
  private var lasts: [UInt32] = []
  private var rawEnds: [UInt32] = []
  private var impactEnds: [UInt32] = []
  private var impactBytes: [UInt8] = []
  private var raw: [UInt8] = []
  private var blockImpacts = Impacts()
  private var listImpacts = Impacts()
  /// Postings of the list since the last `finish`.
  package private(set) var documentFrequency = 0
  /// Sum of their frequencies.
  package private(set) var collectionFrequency = 0

  /// A writer of blocks of `blockSize` postings, at most 128; `norms` holds the length byte of every document of the collection.
  package init(blockSize: Int = BitPacking.blockSize, norms: [UInt8]) {
    self.blockSize = blockSize
    self.norms = norms
    block = PostingsBlockEncoder(capacity: blockSize)
  }

  /// Adds a posting. Documents ascend, the frequency is >= 1.
  @inline(__always)
  package mutating func add(_ document: UInt32, _ frequency: UInt32) {
    if block.count == blockSize { closeBlock() }
    block.add(document, frequency)
    documentFrequency &+= 1
    collectionFrequency &+= Int(frequency)
  }

  /// Appends the list of all postings since the last call.
  package mutating func finish(to bytes: inout [UInt8]) {
    if lasts.isEmpty {
      block.encode(base: 0, to: &bytes)
    } else {
      closeBlock()
      appendLongList(to: &bytes)
    }
    reset()
  }

  private mutating func appendLongList(to bytes: inout [UInt8]) {
    listImpacts.append(to: &impactBytes)
    bytes.reserveCapacity(bytes.count + 9 * lasts.count + 12 + impactBytes.count + raw.count)
    for last in lasts { Self.append(last, to: &bytes) }
    for block in stride(from: 0, to: lasts.count, by: PostingsList.groupSize) {
      let base = groupBase(of: block)
      Self.append(base.raw, to: &bytes)
      Self.append(base.impacts, to: &bytes)
    }
    Self.append(UInt32(impactBytes.count), to: &bytes)
    for block in lasts.indices {
      let base = groupBase(of: block)
      Self.append(UInt16(rawEnds[block] - base.raw), to: &bytes)
      Self.append(UInt16(impactEnds[block] - base.impacts), to: &bytes)
    }
    bytes += impactBytes
    bytes += raw
  }

  /// Where the raw bytes and the impacts of a block's group begin.
  private func groupBase(of block: Int) -> (raw: UInt32, impacts: UInt32) {
    let first = block - block % PostingsList.groupSize
    return first == 0 ? (0, 0) : (rawEnds[first - 1], impactEnds[first - 1])
  }

  private mutating func reset() {
    lasts.removeAll(keepingCapacity: true)
    rawEnds.removeAll(keepingCapacity: true)
    impactEnds.removeAll(keepingCapacity: true)
    impactBytes.removeAll(keepingCapacity: true)
    raw.removeAll(keepingCapacity: true)
    listImpacts.removeAll()
    documentFrequency = 0
    collectionFrequency = 0
  }

  @inline(never)
  private mutating func closeBlock() {
    blockImpacts.removeAll()
    block.addImpacts(norms, to: &blockImpacts)
    let last = block.last
    block.encode(base: lasts.last.map { $0 + 1 } ?? 0, to: &raw)
    rawEnds.append(UInt32(raw.count))
    lasts.append(last)
    blockImpacts.append(to: &impactBytes)
    impactEnds.append(UInt32(impactBytes.count))
    listImpacts.merge(blockImpacts)
  }

  static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    unsafe withUnsafeBytes(of: number.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }
}

extension PostingsListWriter {
  /// Appends a list given as a whole.
  package mutating func append(_ documents: [UInt32], _ frequencies: [UInt32], to bytes: inout [UInt8]) {
    for (document, frequency) in zip(documents, frequencies) { add(document, frequency) }
    finish(to: &bytes)
  }
}
