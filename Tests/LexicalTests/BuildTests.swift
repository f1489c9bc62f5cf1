import Bytes
import Lexical
import Storage
import TestSupport
import Testing
import Text

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

  @Test func `words of every length, remembered or new, have the terms of the analyser`() throws {
    var generator = SeededGenerator(seed: 12)
    let words = (0..<4000).map { _ in
      String(
        (0..<Int.random(in: 1...(Bool.random(using: &generator) ? 4 : 40), using: &generator)).map { _ in
          "abé".randomElement(using: &generator) ?? "a"
        })
    }
    let texts = (0..<600).map { _ in
      Array((0..<30).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ").utf8)
    }
    var expected: [ByteString: TermStatistics] = [:]
    for text in texts {
      let terms = EnglishAnalyzer().terms(text)
      for term in terms {
        expected[term, default: TermStatistics(documentFrequency: 0, collectionFrequency: 0)].collectionFrequency += 1
      }
      for term in Set(terms) { expected[term]?.documentFrequency += 1 }
    }
    for threads in [1, 3] {
      let built = try BuiltIndex(texts: texts, batch: 512, threads: threads)
      #expect(built.statistics.uniqueTerms == expected.count)
      for (term, counts) in expected { #expect(try built.index.statistics(of: term) == counts) }
      try built.index.verify()
    }
  }

  /// Lengths are kept in 1, 2 or 4 bytes beside the norm, as the greatest asks for.
  @Test(arguments: [4_119, 4_300, 5_500, 1_200_000]) func `long documents keep their exact lengths`(longest: Int) throws {
    let lengths = [0, 1, 39, 41, 300, longest]
    let built = try BuiltIndex(terms: lengths.map { Array(repeating: ByteString("a"), count: $0) })
    try built.index.verify()
    for (document, length) in lengths.enumerated() {
      let explained = try built.index.explain(
        [WeightedTerm("a")], document: UInt32(document), model: .bm25(BM25Parameters(lengths: .exact)))
      #expect(explained.length == length && explained.scoredLength == length)
    }
  }

  @Test func `the stored bytes depend neither on threads nor on batches`() throws {
    let texts = texts(9000)
    let expected = try digest(texts, batch: 9000, threads: 1)
    for (batch, threads) in [(9000, 2), (1, 1), (777, 3), (4096, 2)] {
      #expect(try digest(texts, batch: batch, threads: threads) == expected)
    }
  }
}
