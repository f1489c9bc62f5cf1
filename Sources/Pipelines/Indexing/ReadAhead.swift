internal import Corpora
internal import Dispatch

/// Reads, and decompresses, the next blocks of a collection on a thread of its own while others parse the last ones.
final class ReadAhead: @unchecked Sendable {
  // `reader` and `pending` are touched by the one reading alone, which `next` begins after the one before has signalled its end.

  /// Blocks with the place where they end.
  struct Round {
    var blocks: [CollectionBlock]
    var position: CollectionPosition
    /// Bytes of the stored files used up, and all of them; nil where that is not known.
    var stored: (used: Int, total: Int)?
  }

  private var reader: CollectionReader
  private let blocksPerRound: Int
  private let queue = DispatchQueue(label: "reading", qos: .userInitiated)
  private let hasRead = DispatchSemaphore(value: 0)
  private var pending: Result<Round, any Error>?

  /// Begins to read.
  init(_ reader: consuming CollectionReader, blocksPerRound: Int) {
    self.reader = reader
    self.blocksPerRound = blocksPerRound
    begin()
  }

  /// The next blocks; without any at the end of the collection, where the position's digest is the collection's.
  func next() throws -> Round {
    hasRead.wait()
    let round = pending
    // Behind the end and behind an error there is nothing to read, and the same answer stays.
    if case .success(let read) = round, !read.blocks.isEmpty { begin() } else { hasRead.signal() }
    guard let round else { preconditionFailure("a reading that left nothing") }
    return try round.get()
  }

  private func begin() { queue.async { self.read() } }

  private func read() {
    pending = Result {
      let blocks = try reader.nextBlocks(blocksPerRound)
      return Round(blocks: blocks, position: reader.position, stored: reader.stored)
    }
    hasRead.signal()
  }
}
