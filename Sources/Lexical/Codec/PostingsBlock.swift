/// One block of postings as bytes: document gaps and term frequencies.
///
/// A full block of 128: `[document width][frequency width][packed gaps][packed frequencies - 1]`, see `BitPacking`. The first gap counts from
/// `base`, the document after the previous block's last; each other from the document after its predecessor.
/// A shorter block: for each posting the VarByte of `gap << 1 | (frequency > 1)`, then, if set, of `frequency - 2`.
package enum PostingsBlock {
  /// Appends a block. Precondition: as many frequencies (>= 1) as documents, documents ascending from `base` on.
  package static func append(
    _ documents: ArraySlice<UInt32>, _ frequencies: ArraySlice<UInt32>, base: UInt32, to bytes: inout [UInt8]
  ) {
    var next = base
    let gaps = documents.map { document in
      defer { next = document &+ 1 }
      return document - next
    }
    if gaps.count == BitPacking.blockSize {
      appendPacked(gaps, frequencies.map { $0 - 1 }, to: &bytes)
    } else {
      appendVarBytes(gaps, frequencies, to: &bytes)
    }
  }

  private static func appendPacked(_ gaps: [UInt32], _ frequencies: [UInt32], to bytes: inout [UInt8]) {
    let widths = (BitPacking.width(of: gaps), BitPacking.width(of: frequencies))
    bytes.append(UInt8(widths.0))
    bytes.append(UInt8(widths.1))
    BitPacking.pack(gaps, width: widths.0, into: &bytes)
    BitPacking.pack(frequencies, width: widths.1, into: &bytes)
  }

  private static func appendVarBytes(_ gaps: [UInt32], _ frequencies: ArraySlice<UInt32>, to bytes: inout [UInt8]) {
    for (gap, frequency) in zip(gaps, frequencies) {
      VarByte.append(UInt64(gap) << 1 | (frequency > 1 ? 1 : 0), to: &bytes)
      if frequency > 1 { VarByte.append(UInt64(frequency - 2), to: &bytes) }
    }
  }
}
