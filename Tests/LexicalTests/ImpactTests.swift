import Bytes
import Lexical
import Ranking
import Storage
import TestSupport
import Testing

/// "Wacky weights" (Mackenzie, Trotman and Lin, arXiv:2110.11540): impacts with a heavy tail, in documents and queries of many terms.
private func wacky(_ count: Int, vocabulary: Int, greatest: Double, _ generator: inout SeededGenerator) -> ImpactOracle {
  ImpactOracle(
    documents: (0..<count).map { _ in
      (0..<Int.random(in: 0...50, using: &generator)).reduce(into: [ByteString: UInt32]()) { document, _ in
        let uniform = Double.random(in: 0..<1, using: &generator)
        let tail = 1 / (1 - Double.random(in: 0..<1, using: &generator))
        document[ByteString("##\(Int(Double(vocabulary) * uniform * uniform))")] = UInt32(min(tail * tail, greatest))
      }
    })
}

private func query(_ count: Int, vocabulary: Int, whole: Bool, _ generator: inout SeededGenerator) -> [WeightedTerm] {
  (0..<vocabulary).shuffled(using: &generator).prefix(count).map { number in
    let weight = whole ? Float(Int.random(in: 1...40, using: &generator)) : Float.random(in: 0.01..<5, using: &generator)
    return WeightedTerm(ByteString("##\(number)"), weight: weight)
  }
}

private func equal(_ hits: [Hit], _ expected: [(document: UInt32, score: Float)]) -> Bool {
  hits.map(\.document.value) == expected.map(\.document) && hits.map(\.score) == expected.map(\.score)
}

@Suite struct `impact search` {
  @Test(arguments: [1, 3, 8, 100, 128]) func `every algorithm and a plain dot product agree bit for bit`(blockSize: Int) throws {
    var generator = SeededGenerator(seed: UInt64(900 + blockSize))
    for round in 0..<5 {
      let vocabulary = [4, 60, 800, 400, 30][round]
      let greatest = [300.0, 65_000, 10, 1, 2_147_483_647][round]
      let oracle = wacky([40, 900, 3000, 600, 5000][round], vocabulary: vocabulary, greatest: greatest, &generator)
      let built = try BuiltIndex(impacts: oracle.vectors, blockSize: blockSize)
      for count in [1, 2, 7, 40, 300] where count <= vocabulary {
        let terms = query(count, vocabulary: vocabulary, whole: count % 2 == 0, &generator)
        let all = oracle.search(terms, hits: .max)
        for hits in [1, 10, 100, 20_000] {
          for method in SearchMethod.allCases {
            #expect(equal(try built.index.search(impacts: terms, hits: hits, method: method), Array(all.prefix(hits))))
          }
        }
      }
    }
  }

  @Test func `impacts are the frequencies, a document is as long as their sum, and the mark says what they are`() throws {
    var vector = ImpactVector()
    for (term, impact) in [("a", 7), ("##s", 300), ("a", 5), ("none", 0)] as [(String, UInt32)] {
      vector.append(Array(term.utf8).span, impact: impact)
    }
    var second = ImpactVector()
    second.append(Array("a".utf8).span, impact: ImpactVector.greatestImpact)
    let built = try BuiltIndex(impacts: [vector, ImpactVector(), second])
    #expect(built.index.impacts == "as given")
    let total = 5 + 300 + 2_147_483_647
    #expect(built.statistics == LexicalStatistics(documents: 3, nonEmptyDocuments: 2, totalTerms: total, uniqueTerms: 2))
    #expect(try built.index.statistics(of: "##s") == TermStatistics(documentFrequency: 1, collectionFrequency: 300))
    let hits = try built.index.search(impacts: [WeightedTerm("a", weight: 2)], hits: 9)
    #expect(hits.map(\.document.value) == [2, 0] && hits.map(\.score) == [4_294_967_296, 10])
  }

  @Test func `the stored bytes depend neither on threads nor on batches nor on spills`() throws {
    var generator = SeededGenerator(seed: 5)
    let vectors = wacky(2000, vocabulary: 500, greatest: 2_147_483_647, &generator).vectors
    let folder = try TemporaryFolder()
    let contents = try [(2000, 1, false), (2000, 3, false), (77, 2, false), (300, 2, true)].map { batch, threads, spills in
      try lexicalContent { writer in
        try ImpactMark.write("as given", into: &writer)
        var builder = LexicalBuilder(threads: threads)
        var runs: [LexicalRun] = []
        for start in stride(from: 0, to: vectors.count, by: batch) {
          try builder.add(impacts: Array(vectors[start..<min(vectors.count, start + batch)]))
          if spills { runs.append(try builder.spill(to: folder.file("run-\(runs.count)"))) }
        }
        if spills { return try LexicalMerge.write(runs, threads: 2, memory: 16 << 20, into: &writer) }
        return try builder.finish(into: &writer)
      }
    }
    #expect(contents.allSatisfy { $0 == contents[0] })
  }

  @Test func `a query written out weighs its terms by their counts, byte for byte`() {
    let terms = LexicalIndex.writtenOutTerms(of: Array(" the ##ing the\té \n the The".utf8))
    #expect(
      terms == [WeightedTerm("the", weight: 3), WeightedTerm("##ing"), WeightedTerm("é"), WeightedTerm("The")])
    #expect(LexicalIndex.writtenOutTerms(of: []).isEmpty)
  }

  @Test func `BM25 over impacts and impacts over texts are refused`() throws {
    var vector = ImpactVector()
    vector.append(Array("a".utf8).span, impact: 3)
    let impacts = try BuiltIndex(impacts: [vector])
    #expect { try impacts.index.search([WeightedTerm("a")], hits: 1) } throws: { "\($0)".contains("the index holds impacts") }
    let texts = try BuiltIndex(terms: [["a"]])
    #expect(texts.index.impacts == nil)
    #expect { try texts.index.search(impacts: [WeightedTerm("a")], hits: 1) } throws: {
      "\($0)".contains("the index holds texts")
    }
    for weight in [0, -1, .infinity, .nan, .greatestFiniteMagnitude] as [Float] {
      let terms = [WeightedTerm("a", weight: weight)]
      #expect(throws: LexicalError.self) { try impacts.index.search(impacts: terms, hits: 1) }
    }
  }
}
