import Bytes
import Lexical
import Storage
import TestSupport
import Testing

@Suite struct `sorted runs` {
  private func merged(
    _ runs: [LexicalRun], threads: Int, memory: Int = 1 << 20, blockSize: Int = 128
  ) throws -> LexicalContent {
    try lexicalContent { try LexicalMerge.write(runs, threads: threads, memory: memory, blockSize: blockSize, into: &$0) }
  }

  @Test(arguments: [1, 2, 7]) func `runs merge into the bytes of one builder wherever it spilled`(threads: Int) throws {
    var generator = SeededGenerator(seed: UInt64(threads))
    for round in 0..<6 {
      let documents = randomTerms(Int.random(in: 1...5000, using: &generator), seed: UInt64(100 * threads + round))
      let expected = try unspilled(documents)
      let spills = (0..<Int.random(in: 0...9, using: &generator)).map { _ in
        Int.random(in: 0...documents.count, using: &generator)
      }
      let folder = try TemporaryFolder()
      let batch = [1, 300, 1000, 5000][round % 4]
      let runs = try spilledRuns(documents, at: spills.sorted(), threads: threads, batch: batch, in: folder)
      #expect(try merged(runs, threads: threads) == expected)
      #expect(try merged(runs, threads: 3, memory: 0) == expected)
      #expect(try unspilled(documents, threads: threads) == expected)
    }
  }

  @Test(arguments: [1, 3, 128]) func `one document a run`(blockSize: Int) throws {
    let documents = randomTerms(120, seed: 5)
    let folder = try TemporaryFolder()
    let runs = try spilledRuns(documents, at: Array(1..<documents.count), threads: 2, in: folder)
    let expected = try unspilled(documents, blockSize: blockSize)
    #expect(try merged(runs, threads: 2, blockSize: blockSize) == expected)
  }

  @Test func `documents of 70,000 terms, and none at all`() throws {
    var generator = SeededGenerator(seed: 8)
    var documents = randomTerms(40, seed: 6)
    for number in [3, 17] {
      documents[number] = (0..<70_000).map { _ in Array("v\(UInt32.random(in: 0..<30_000, using: &generator))".utf8) }
      documents[number][5] = Array("v1".utf8)
    }
    documents.append(Array(repeating: Array("same".utf8), count: 70_000))
    let expected = try unspilled(documents)
    for spills in [[], [3], [4, 17, 18], [41]] {
      let folder = try TemporaryFolder()
      #expect(try merged(spilledRuns(documents, at: spills, threads: 2, in: folder), threads: 2) == expected)
    }
    let folder = try TemporaryFolder()
    let empty = try unspilled([])
    #expect(try merged([], threads: 2) == empty)
    #expect(try merged(spilledRuns([], at: [0], threads: 2, in: folder), threads: 2) == empty)
  }

  @Test func `texts cut into batches and runs are found as in one builder`() throws {
    var generator = SeededGenerator(seed: 3)
    let texts = (0..<7000).map { _ in
      Array(
        (0..<Int.random(in: 0...30, using: &generator)).map { _ in "Words\(UInt16.random(in: 0...500, using: &generator))" }
          .joined(separator: " ").utf8)
    }
    let expected = try lexicalContent { writer in
      var builder = LexicalBuilder(threads: 1)
      try builder.add(texts)
      return try builder.finish(into: &writer)
    }
    let folder = try TemporaryFolder()
    var runs: [LexicalRun] = []
    for range in [0..<1234, 1234..<4000, 4000..<7000] {
      // A builder of its own for each run, as after an interruption.
      var builder = LexicalBuilder(threads: 2, firstDocument: range.lowerBound)
      try builder.add(Array(texts[range]))
      #expect(builder.documents == range.upperBound)
      let held = builder.heldBytes
      #expect(held > 1 << 16)
      runs.append(try builder.spill(to: folder.file("run-\(range.lowerBound)")))
      #expect(builder.heldBytes == 0 && builder.documents == range.upperBound)
    }
    #expect(try merged(runs, threads: 2) == expected)
  }

  @Test func `the record of a run reads back`() throws {
    let folder = try TemporaryFolder()
    let run = try spilledRuns(randomTerms(50, seed: 1), at: [], threads: 1, in: folder)[0]
    #expect(try LexicalRun(JSONValue(parsing: run.json.serialized()), in: folder.path) == run)
    try run.verify()
    #expect(throws: LexicalError.self) { try LexicalRun(["file": "x", "bytes": -1], in: folder.path) }
  }

  @Test func `runs out of order or with a hole are refused`() throws {
    let folder = try TemporaryFolder()
    let runs = try spilledRuns(randomTerms(300, seed: 2), at: [100, 200], threads: 1, in: folder)
    for wrong in [[runs[1]], [runs[0], runs[2]], [runs[0], runs[0]], [runs[1], runs[0], runs[2]]] {
      #expect(throws: LexicalError.self) { try merged(wrong, threads: 1) }
    }
  }

  @Test func `a run that cannot be written leaves no file and loses nothing`() throws {
    let folder = try TemporaryFolder()
    let documents = randomTerms(900, seed: 4)
    var builder = LexicalBuilder(threads: 2, blockSize: 128)
    try builder.add(terms: Array(documents[..<500]))
    #expect(throws: StorageError.self) { try builder.spill(to: folder.file("missing/run")) }
    #expect(throws: StorageError.self) { try builder.spill(to: "/dev/full") }
    #expect(try folder.names().isEmpty)
    try builder.add(terms: Array(documents[500...]))
    let run = try builder.spill(to: folder.file("run"))
    #expect(try merged([run], threads: 2) == unspilled(documents))
  }
}
