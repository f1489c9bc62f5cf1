internal import Parallelism

/// How adding a set of vectors divides the memory it may take, beside the model: nothing of it grows with the collection.
struct VectorPlan: Equatable {
  /// Most passages encoded at a time: enough to sort by length within, little enough to hold.
  let rows: Int
  /// Most bytes of text encoded at a time.
  let textBytes: Int
  /// What the store's writer holds before it writes.
  let dirtyBytes: Int

  /// With less, windows would be too small.
  private static let leastSpare = 24 << 20
  /// A row is held as the model's, as the set's, and on its way into a file.
  private static let copies = 4

  /// Divides what `budget` allows, `used` bytes of which are in use, the model's among them.
  /// - Throws: `PipelinesError.input` with the least ceiling that will do.
  init(budget: MemoryBudget, threads: Int, dimension: Int, used: Int) throws {
    let usual = min(8192, max(4096, 256 * threads))
    guard let limit = budget.limit else {
      (rows, textBytes, dirtyBytes) = (usual, 8 << 20, 64 << 20)
      return
    }
    let spare = limit - used
    guard spare >= Self.leastSpare else {
      throw PipelinesError.input(
        reason: "--memory \(MemoryBudget.text(limit)) is too little for these vectors with \(threads) threads; "
          + "give at least --memory \(((used + Self.leastSpare) >> 20) + 1)M")
    }
    rows = max(64, min(usual, spare / 4 / (Self.copies * 4 * dimension)))
    textBytes = min(8 << 20, spare / 16)
    dirtyBytes = min(64 << 20, max(1 << 20, spare / 8))
  }
}
