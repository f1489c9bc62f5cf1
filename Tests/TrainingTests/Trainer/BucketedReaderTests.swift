import Corpora
import Testing
import Training

private func length(_ example: TrainingExample) -> Int {
  example.query.count * example.passages.count + example.passages.reduce(0) { $0 + $1.count }
}

@Suite struct BucketedReaderTests {
  private func read(_ examples: [TrainingExample], batches: Int, seed: UInt64 = 1, epoch: Int = 0) throws -> [TrainingExample] {
    var reader = BucketedReader(
      ArrayReader(examples: examples[...]), batchSize: 4, batches: batches, seed: seed, epoch: epoch)
    return try reader.rest()
  }

  @Test(arguments: [0, 1, 3, 4, 5, 37, 80]) func `every example comes once, in batches of neighbours by length`(count: Int) throws
  {
    let examples = someExamples(count)
    let found = try read(examples, batches: 100)
    #expect(found.map(\.source.line).sorted() == examples.map(\.source.line))
    let sorted = examples.map(length).sorted()
    let batches = stride(from: 0, to: count, by: 4).map { found[$0..<min($0 + 4, count)].map(length) }
    let wanted = stride(from: 0, to: count, by: 4).map { Array(sorted[$0..<min($0 + 4, count)]) }
    #expect(batches.sorted { $0.lexicographicallyPrecedes($1) } == wanted.sorted { $0.lexicographicallyPrecedes($1) })
    #expect(batches.dropLast().allSatisfy { $0.count == 4 })
  }

  @Test func `the order follows from seed and epoch, and few batches at a time mix little`() throws {
    let examples = someExamples(80)
    let lines = { (seed: UInt64, epoch: Int) in try read(examples, batches: 5, seed: seed, epoch: epoch).map(\.source.line) }
    #expect(try lines(1, 0) == lines(1, 0))
    #expect(try lines(1, 0) != lines(2, 0) && lines(1, 0) != lines(1, 1))
    #expect(try lines(1, 0).prefix(20).sorted() == Array(1...20))
  }
}
