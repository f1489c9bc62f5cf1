/// One block of postings as bytes: document gaps and term frequencies.
///
/// A full block of 128: `[token of the gaps][token of the frequencies][gaps][frequencies - 1]`, see `PatchedPacking`. The first gap counts
/// from `base`, the document after the previous block's last; each other from the document after its predecessor.
/// A shorter block: for each posting the VarByte of `gap << 1 | (frequency > 1)`, then, if set, of `frequency - 2`.
package enum PostingsBlock {
  /// Appends a block. Precondition: as many frequencies (>= 1) as documents, at most 128, documents ascending from `base` on.
  package static func append(
    _ documents: ArraySlice<UInt32>, _ frequencies: ArraySlice<UInt32>, base: UInt32, to bytes: inout [UInt8]
  ) {
    var encoder = PostingsBlockEncoder(capacity: documents.count)
    for (document, frequency) in zip(documents, frequencies) { encoder.add(document, frequency) }
    encoder.encode(base: base, to: &bytes)
  }
}
