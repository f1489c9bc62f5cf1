internal import Parallelism

/// How the build of an index divides the memory it may take.
///
/// Measured in bytes of anonymous memory. What does not depend on the collection comes first: what the process holds anyway, the texts that
/// wait to be compressed, two rounds of blocks, one of them parsed and inverted. Of the rest, half is for the batch that is being
/// inverted, and later for the merge of all batches; the other half covers what sorting, writing and the allocator take beside it.
struct MemoryPlan: Equatable {
  /// Most blocks of the collection that are read, parsed and inverted at a time; every thread gets several.
  let blocksPerRound: Int
  /// Bytes of a block.
  var blockBytes: Int
  /// A batch is committed when it holds so many bytes.
  let batchBytes: Int
  /// A batch is committed, whatever it holds, when the whole process holds so many bytes; nil without a ceiling.
  let processBytes: Int?
  /// A batch is committed, whatever it holds, when it has so many documents; for tests.
  var documents = Int.max
  /// What the merge of the batches may take.
  let mergeBytes: Int
  /// What the store's writer holds before it writes.
  let dirtyBytes: Int
  private let limit: Int?
  private let fixedBytes: Int

  /// However much there is, a batch takes no more: what a killed build loses is a matter of seconds.
  private static let usualBatch = 1 << 30
  /// The texts that wait to be compressed, twice, and the training of their dictionary.
  private static let packingBytes = 24 << 20
  /// Stack, allocator and compressor of a thread.
  private static let threadBytes = 3 << 20
  /// A round of blocks for each of its bytes: read twice, parsed, inverted.
  private static let roundFactor = 6
  /// Without so much the batches would be too small to merge well.
  private static let leastSpare = 16 << 20
  /// The final pass: ids sorted, ranks, and one of both in the store's memory; lengths and norms the same. Bytes a document.
  private static let documentBytes = 12

  /// Divides what `budget` allows, `used` bytes of which are in use.
  /// - Throws: `PipelinesError.input` with the least ceiling that will do.
  init(budget: MemoryBudget, threads: Int, storeText: Bool, used: Int) throws {
    blocksPerRound = max(8, 4 * threads)
    limit = budget.limit
    let fixed = used + threads * Self.threadBytes + (storeText ? Self.packingBytes : 0)
    fixedBytes = fixed
    let spare = budget.limit.map { $0 - fixed }
    if let spare, let limit = budget.limit, spare < Self.leastSpare {
      throw Self.refusal(limit, least: fixed + Self.leastSpare, "this collection, with \(threads) threads")
    }
    blockBytes = min(1 << 20, (spare ?? Int.max) / (4 * Self.roundFactor * blocksPerRound))
    let roundBytes = Self.roundFactor * blocksPerRound * blockBytes
    let rest = spare.map { $0 - roundBytes }
    mergeBytes = rest.map { $0 / 2 } ?? Self.usualBatch
    batchBytes = min(mergeBytes, Self.usualBatch)
    processBytes = budget.limit.map { $0 - $0 / 10 }
    dirtyBytes = min(64 << 20, max(1 << 20, batchBytes / 4))
  }

  /// What is held when a batch is full.
  var fullBytes: Int { min(limit ?? .max, fixedBytes + Self.roundFactor * blocksPerRound * blockBytes + batchBytes) }

  /// What the final pass takes for so many documents.
  func finalBytes(documents: Int) -> Int { fixedBytes + dirtyBytes + Self.documentBytes * documents }

  /// Refuses a ceiling under which the ids of so many documents cannot be sorted.
  func check(documents: Int) throws {
    let least = finalBytes(documents: documents)
    if let limit, limit < least { throw Self.refusal(limit, least: least, "\(documents) documents") }
  }

  /// The ceiling with what would do, rounded up to a mebibyte.
  private static func refusal(_ limit: Int, least: Int, _ what: String) -> PipelinesError {
    PipelinesError.input(
      reason: "--memory \(MemoryBudget.text(limit)) is too little for \(what); give at least --memory \((least >> 20) + 1)M")
  }
}
