import Bytes
import Lexical
import Storage
import TestSupport
import Testing

@Suite struct `building` {
  private func texts(_ count: Int) -> [[UInt8]] {
    var generator = SeededGenerator(seed: 11)
    return (0..<count).map { _ in
      Array(
        (0..<Int.random(in: 0...40, using: &generator)).map { _ in "word\(UInt16.random(in: 0...900, using: &generator))" }
          .joined(separator: " ").utf8)
    }
  }

  private func digest(_ texts: [[UInt8]], batch: Int, threads: Int) throws -> String {
    let folder = try TemporaryFolder()
    var builder = LexicalBuilder(threads: threads)
    for start in stride(from: 0, to: texts.count, by: batch) {
      try builder.add(Array(texts[start..<min(texts.count, start + batch)]))
    }
    var writer = try StoreWriter(folder: folder.path)
    _ = try builder.finish(into: &writer)
    try writer.publish(Manifest())
    let snapshot = try Snapshot(folder: folder.path)
    try snapshot.verify()
    return try snapshot.contentDigest()
  }

  @Test func `the stored bytes depend neither on threads nor on batches`() throws {
    let texts = texts(9000)
    let expected = try digest(texts, batch: 9000, threads: 1)
    for (batch, threads) in [(9000, 2), (1, 1), (777, 3), (4096, 2)] {
      #expect(try digest(texts, batch: batch, threads: threads) == expected)
    }
  }
}
