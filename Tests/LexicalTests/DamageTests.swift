import Bytes
import Lexical
import Storage
import TestSupport
import Testing

@Suite struct `damaged extents` {
  /// A copy of an index's lexical part with one extent changed; checksums are right, as after a fault of the writer.
  private func damaged(_ source: Snapshot, _ key: ExtentKey, _ change: (inout [UInt8]) -> Void) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var writer = try StoreWriter(folder: folder.path)
    for other in try source.keys(of: .lexical) {
      let extent = try source.require(other)
      let bytes = extent.uint8s
      var payload = bytes.indices.map { bytes[$0] }
      if other == key { change(&payload) }
      try writer.append(other, firstItem: extent.firstItem, itemCount: extent.itemCount, payload: payload)
    }
    try writer.publish(Manifest())
    return folder
  }

  private func collection(_ generator: inout SeededGenerator) -> [[[UInt8]]] {
    (0..<6000).map { _ in
      (0..<Int.random(in: 1...12, using: &generator)).map { _ in
        let uniform = Double.random(in: 0..<1, using: &generator)
        return Array("t\(Int(300 * uniform * uniform))".utf8)
      }
    }
  }

  /// Searching must end, with hits or with an error.
  private func search(_ folder: TemporaryFolder, _ generator: inout SeededGenerator) {
    guard let index = try? LexicalIndex(Snapshot(folder: folder.path)) else { return }
    for method in SearchMethod.allCases {
      for lengths in DocumentLengths.allCases {
        let terms = (0..<6).map { _ in WeightedTerm(ByteString("t\(Int.random(in: 0..<300, using: &generator))")) }
        _ = try? index.search(
          Array(Set(terms.map(\.term))).sorted().map { WeightedTerm($0) }, hits: 50, parameters: BM25Parameters(lengths: lengths),
          method: method)
      }
    }
  }

  @Test(arguments: [3, 128]) func `no change of bytes makes a search trap`(blockSize: Int) throws {
    var generator = SeededGenerator(seed: UInt64(blockSize))
    let folder = try TemporaryFolder()
    var builder = LexicalBuilder(threads: 1, blockSize: blockSize)
    try builder.add(terms: collection(&generator))
    var writer = try StoreWriter(folder: folder.path)
    _ = try builder.finish(into: &writer)
    try writer.publish(Manifest())
    let source = try Snapshot(folder: folder.path)
    for key in try source.keys(of: .lexical) {
      for round in 0..<25 {
        let broken = try damaged(source, key) { payload in
          if round == 0 { payload.removeLast(min(payload.count, 7)) }
          for _ in 0..<(1 << (round % 12)) where !payload.isEmpty {
            payload[Int.random(in: 0..<payload.count, using: &generator)] = UInt8(truncatingIfNeeded: generator.next())
          }
        }
        search(broken, &generator)
      }
    }
  }

  /// A term spelled otherwise would be another index, not a contradiction: that is for the checksums.
  @Test(arguments: [3, 128]) func `verify finds every changed byte of lengths and postings`(blockSize: Int) throws {
    var generator = SeededGenerator(seed: UInt64(blockSize))
    let folder = try TemporaryFolder()
    var builder = LexicalBuilder(threads: 1, blockSize: blockSize)
    try builder.add(terms: Array(collection(&generator).prefix(900)))
    var writer = try StoreWriter(folder: folder.path)
    _ = try builder.finish(into: &writer)
    try writer.publish(Manifest())
    let source = try Snapshot(folder: folder.path)
    try LexicalIndex(source).verify()
    for key in try source.keys(of: .lexical) where ["lengths", "norms", "postings"].contains(key.name) {
      for _ in 0..<100 {
        let broken = try damaged(source, key) { payload in
          payload[Int.random(in: 0..<payload.count, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
        }
        guard let index = try? LexicalIndex(Snapshot(folder: broken.path)) else { continue }
        #expect(throws: LexicalError.self, "\(key)") { try index.verify() }
      }
    }
  }
}
