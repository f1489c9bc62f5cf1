import Bytes
import Lexical
import Storage
import TestSupport
import Testing

/// Documents about topics: half of the words of each are its topic's own. Topics come in no order.
private func topical(_ count: Int, topics: Int, seed: UInt64) -> [[ByteString]] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    let topic = Int.random(in: 0..<topics, using: &generator)
    return (0..<Int.random(in: 0...30, using: &generator)).map { _ in
      let uniform = Double.random(in: 0..<1, using: &generator)
      let common = Bool.random(using: &generator)
      return ByteString(common ? "c\(Int(400 * uniform * uniform))" : "t\(topic)x\(Int(20 * uniform))")
    }
  }
}

/// An index's store, to compare its extents.
private func store(_ documents: [[ByteString]], blockSize: Int) throws -> (folder: TemporaryFolder, snapshot: Snapshot) {
  let folder = try TemporaryFolder()
  var builder = LexicalBuilder(threads: 1, blockSize: blockSize)
  try builder.add(terms: documents.map { $0.map(\.bytes) })
  var writer = try StoreWriter(folder: folder.path)
  _ = try builder.finish(into: &writer)
  try writer.publish(Manifest())
  return (folder, try Snapshot(folder: folder.path))
}

@Suite struct `reordering` {
  @Test(arguments: [0, 1, 2, 32, 33, 64, 500, 3000]) func `the order is that of the slow bisection`(count: Int) throws {
    let documents = topical(count, topics: 1 + count / 40, seed: UInt64(count))
    let index = try BuiltIndex(terms: documents, blockSize: 16)
    let order = try Reordering(index.index).order(threads: 1)
    #expect(order.previous.map { Int($0) } == SlowBisection(documents).order)
  }

  @Test func `threads do not change the order`() throws {
    let index = try BuiltIndex(terms: topical(50_000, topics: 300, seed: 1))
    let reordering = try Reordering(index.index)
    let expected = try reordering.order(threads: 1)
    #expect(Set(expected.previous).count == 50_000)
    for threads in [2, 3, 7] { #expect(try reordering.order(threads: threads) == expected) }
  }

  @Test func `documents without terms stay where they are`() throws {
    let index = try BuiltIndex(terms: Array(repeating: [], count: 1000))
    #expect(try Reordering(index.index).order(threads: 2).previous == Array(0..<1000))
  }

  @Test func `documents of a topic come together, and postings take fewer bytes`() throws {
    let documents = topical(20_000, topics: 100, seed: 2)
    let (folder, snapshot) = try store(documents, blockSize: 128)
    let index = try LexicalIndex(snapshot)
    let order = try Reordering(index).order(threads: 2)
    let reordered = try rewritten(index, order, threads: 2)
    let size = try LexicalIndex(reordered.snapshot).postingsBytes
    #expect(Double(size) < 0.85 * Double(index.postingsBytes), "\(size) of \(index.postingsBytes) bytes")
    withExtendedLifetime(folder) {}
  }

  private func rewritten(
    _ index: LexicalIndex, _ order: DocumentOrder, threads: Int
  ) throws -> (folder: TemporaryFolder, snapshot: Snapshot) {
    let folder = try TemporaryFolder()
    var writer = try StoreWriter(folder: folder.path)
    let statistics = try index.write(in: order, threads: threads, into: &writer)
    #expect(statistics == index.statistics)
    try writer.publish(Manifest())
    return (folder, try Snapshot(folder: folder.path))
  }

  @Test(arguments: [1, 3, 128]) func `what is written is what documents in that order build`(blockSize: Int) throws {
    var generator = SeededGenerator(seed: UInt64(blockSize))
    for count in [0, 1, 300, 9000] {
      let documents = topical(count, topics: 10, seed: UInt64(count))
      let previous = documents.indices.shuffled(using: &generator)
      let built = try store(previous.map { documents[$0] }, blockSize: blockSize)
      let index = try LexicalIndex(try store(documents, blockSize: blockSize).snapshot)
      for threads in [1, 3] {
        let order = DocumentOrder(previous: previous.map { UInt32($0) })
        let written = try rewritten(index, order, threads: threads)
        #expect(try written.snapshot.contentDigest() == built.snapshot.contentDigest())
      }
    }
  }

  @Test func `an order's numbers are its inverse`() {
    let order = DocumentOrder(previous: [2, 0, 3, 1])
    #expect(order.numbers == [1, 3, 0, 2])
  }
}
