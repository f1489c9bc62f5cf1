import Foundation
import Synchronization
import Tensors
import Testing
import Transformers

@Test func `windows hold all inputs in order, within their limits`() {
  let limit = InputWindows.byteLimit
  let sizes = [3, limit, 1, limit - 1, 1, limit + 5, 0, 0, 7]
  #expect(InputWindows.form(count: sizes.count) { sizes[$0] } == [0..<1, 1..<2, 2..<4, 4..<5, 5..<6, 6..<9])
  #expect(InputWindows.form(count: 0) { _ in 1 }.isEmpty)
  let many = InputWindows.form(count: 20_000) { _ in 0 }
  #expect(many == [0..<8_192, 8_192..<16_384, 16_384..<20_000])
}

@Test(arguments: InstructionSet.available, Precision.allCases)
func `a team of threads gives the bits of one thread`(path: InstructionSet, precision: Precision) throws {
  let encoder = try TextEncoder(folder: ModelCopy.original("tiny-encoder"), precision: precision, instructionSet: path)
  let cross = try CrossEncoder(folder: ModelCopy.original("tiny-cross"), precision: precision, instructionSet: path)
  for count in [1, 3] {
    let texts = (0..<count).map { Array("the winnow ranks dense texts \($0)".utf8) }
    let alone = try encoder.encode(texts, threads: 1)
    let pairs = texts.map { (query: texts[0], passage: $0) }
    let logits = try cross.score(pairs, threads: 1)
    for threads in [2, 3, 8, .max] {
      #expect(try encoder.encode(texts, threads: threads) == alone, "\(threads) threads")
      #expect(try cross.score(pairs, threads: threads) == logits, "\(threads) threads")
    }
  }
}

@Test func `texts of several windows have the vectors that they have alone`() throws {
  let encoder = try TextEncoder(folder: ModelCopy.original("tiny-encoder"))
  let texts = (0..<InputWindows.inputLimit + 100).map { Array("text \($0 % 50)".utf8) }
  let finished = Mutex<[Int]>([])
  let vectors = try encoder.encode(texts, threads: 2) { count in finished.withLock { $0.append(count) } }
  let some = try encoder.encode(Array(texts[..<50]), threads: 1)
  let width = encoder.dimension
  #expect(vectors.count == texts.count * width)
  #expect(
    texts.indices.allSatisfy { index in
      vectors[index * width..<(index + 1) * width] == some[index % 50 * width..<(index % 50 + 1) * width]
    })
  #expect(finished.withLock { $0 == $0.sorted() && $0.last == texts.count })
}

@Test func `an account holds every operation's seconds and the products' operations, and changes no bit`() throws {
  let encoder = try TextEncoder(folder: ModelCopy.original("tiny-encoder"))
  let texts = (0..<40).map { Array("the winnow ranks dense texts \($0)".utf8) }
  let account = OperationAccount()
  #expect(try encoder.encode(texts, threads: 2, account: account) == encoder.encode(texts, threads: 2))
  let costs = account.costs
  for operation in Transformers.Operation.allCases { #expect(costs[operation].seconds > 0, "\(operation)") }
  for operation in [Transformers.Operation.projection, .attention, .output, .feedForward] {
    #expect(costs[operation].flops > 0, "\(operation)")
  }
  #expect(costs.total.flops == Transformers.Operation.allCases.reduce(0) { $0 + costs[$1].flops })
  // Queries, keys and values are three times as wide as the output of attention.
  #expect(costs[.projection].flops == 3 * costs[.output].flops)
}
