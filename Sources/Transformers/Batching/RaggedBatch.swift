/// Sequences of different lengths, laid end to end without padding.
///
/// As text-embeddings-inference batches them (backends/core/src/lib.rs): ids and cumulative lengths.
struct RaggedBatch: Sendable {
  private(set) var ids: [Int32] = []
  private(set) var typeIDs: [Int32] = []
  /// Where each sequence begins, and at the end where the last one ends.
  private(set) var starts: [Int] = [0]

  init(_ sequences: some Sequence<TokenSequence>) {
    for sequence in sequences {
      ids += sequence.ids
      typeIDs += sequence.typeIDs
      starts.append(ids.count)
    }
  }

  /// Number of sequences.
  var count: Int { starts.count - 1 }

  /// Number of tokens.
  var tokenCount: Int { ids.count }

  /// The rows of one sequence.
  func rows(_ sequence: Int) -> Range<Int> { starts[sequence]..<starts[sequence + 1] }

  /// Length of the longest sequence.
  var longest: Int { (0..<count).map { rows($0).count }.max() ?? 0 }
}
