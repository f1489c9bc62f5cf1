internal import CKernels

/// The kernels of searches in postings on one instruction-set path. The results are the same on every path.
@safe package struct PostingsKernels: Sendable {
  // A table of constants in the kernels' library: immutable, alive as long as the process.
  private nonisolated(unsafe) let table: UnsafePointer<ck_lexical_kernels>

  private init?(path: String) {
    guard let table = unsafe ck_lexical_path(path) else { return nil }
    unsafe self.table = table
  }

  /// The paths this processor can run, the fastest first.
  package static let available: [PostingsKernels] = ["avx512", "avx2", "portable"].compactMap { PostingsKernels(path: $0) }

  /// The fastest. The portable path runs everywhere.
  package static let fastest = available[0]

  /// "avx512", "avx2" or "portable".
  package var name: String { unsafe String(cString: table.pointee.name) }

  /// Turns 128 gaps into documents, see `PostingsBlock`; modulo 2^32.
  @inline(__always)
  @unsafe package func sumGaps(_ documents: UnsafeMutablePointer<UInt32>, base: UInt32) {
    unsafe table.pointee.sum_gaps(base, documents)
  }

  /// Looks up ascending documents, none above the last of a block of 128; for each that is there, its number goes to `found` and its first
  /// place to `places`, which have room for `count`. Returns how many are there.
  @inline(__always)
  @unsafe package func match(
    _ wanted: UnsafePointer<UInt32>, count: Int, in block: UnsafePointer<UInt32>,
    _ found: UnsafeMutablePointer<UInt32>, _ places: UnsafeMutablePointer<UInt32>
  ) -> Int {
    unsafe table.pointee.match(count, wanted, block, found, places)
  }

  /// Moves the documents with at least `floor` to the front; returns how many. Both arrays have room for `padding` more than `count`.
  @inline(__always)
  @unsafe package func keep(
    _ documents: UnsafeMutablePointer<UInt32>, _ scores: UnsafeMutablePointer<Double>, count: Int, atLeast floor: Double
  ) -> Int {
    unsafe table.pointee.keep(count, documents, scores, floor)
  }

  /// Puts different slots below 4096 in ascending order; `slots` has room for four more than `count`, `words` are 64 zeros, and again when
  /// it returns.
  @inline(__always)
  @unsafe package func sortSlots(_ slots: UnsafeMutablePointer<UInt16>, count: Int, words: UnsafeMutablePointer<UInt64>) {
    unsafe table.pointee.sort_slots(count, slots, words)
  }

  /// What `keep` may write behind the documents.
  package static let padding = 8
}
