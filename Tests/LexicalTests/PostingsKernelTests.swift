import Lexical
import TestSupport
import Testing

/// The kernels on every path beside their slow twins.
@Suite struct `kernels of searches in postings` {
  @Test func `sum gaps`() {
    var generator = SeededGenerator(seed: 1)
    for kernels in PostingsKernels.available {
      for round in 0..<200 {
        let greatest = UInt32(1) << UInt32(round % 25)
        let gaps = (0..<128).map { _ in UInt32.random(in: 0..<greatest, using: &generator) }
        let base = UInt32.random(in: 0..<1 << 31, using: &generator)
        var next = base
        let expected = gaps.map { gap in
          defer { next = next &+ gap &+ 1 }
          return next &+ gap
        }
        var documents = gaps
        unsafe documents.withUnsafeMutableBufferPointer { unsafe kernels.sumGaps($0.baseAddress!, base: base) }
        #expect(documents == expected, "\(kernels.name)")
      }
    }
  }

  @Test func `look documents up`() {
    var generator = SeededGenerator(seed: 2)
    for kernels in PostingsKernels.available {
      for round in 0..<300 {
        let block = randomBlock(filled: round % 3 == 0 ? Int.random(in: 1...128, using: &generator) : 128, &generator)
        let last = block.last { $0 < .max } ?? 0
        let wanted = (0...last).filter { _ in Int.random(in: 0...(round % 5), using: &generator) == 0 }
        let expected = wanted.enumerated().compactMap { number, document in
          block.firstIndex(of: document).map { [UInt32(number), UInt32($0)] }
        }
        var found = [UInt32](repeating: 0, count: wanted.count)
        var places = found
        let count = unsafe kernels.match(wanted, count: wanted.count, in: block, &found, &places)
        #expect((0..<count).map { [found[$0], places[$0]] } == expected, "\(kernels.name)")
      }
    }
  }

  private func randomBlock(filled: Int, _ generator: inout SeededGenerator) -> [UInt32] {
    var document: UInt32 = 0
    return (0..<128).map { index in
      document += UInt32.random(in: 1...5, using: &generator)
      return index < filled ? document : .max
    }
  }

  @Test func `keep what reaches a floor`() {
    var generator = SeededGenerator(seed: 3)
    let kinds: [Double] = [0, 1, 2, 2.5, .infinity, .nan]
    let floors: [Double] = [0, 2, 2.25, -.infinity]
    for kernels in PostingsKernels.available {
      for count in 0..<200 {
        let values = (0..<count).map { _ in kinds[Int.random(in: 0..<6, using: &generator)] }
        let floor = floors[count % 4]
        let expected = values.indices.filter { values[$0] >= floor }
        var documents = (0..<count + PostingsKernels.padding).map { UInt32($0) }
        var scores = values + Array(repeating: 9, count: PostingsKernels.padding)
        let kept = unsafe kernels.keep(&documents, &scores, count: count, atLeast: floor)
        #expect(documents.prefix(kept).map { Int($0) } == expected, "\(kernels.name)")
        #expect(scores.prefix(kept).map(\.bitPattern) == expected.map { values[$0].bitPattern }, "\(kernels.name)")
      }
    }
  }

  @Test func `sort slots`() {
    var generator = SeededGenerator(seed: 4)
    for kernels in PostingsKernels.available {
      for round in 0..<100 {
        let sorted = (0..<4096).filter { _ in Int.random(in: 0...(round * round), using: &generator) == 0 }.map { UInt16($0) }
        var slots = sorted.shuffled(using: &generator) + [0, 0, 0, 0]
        var words = [UInt64](repeating: 0, count: 64)
        unsafe kernels.sortSlots(&slots, count: sorted.count, words: &words)
        #expect(slots.prefix(sorted.count).elementsEqual(sorted), "\(kernels.name)")
        #expect(words.allSatisfy { $0 == 0 })
      }
    }
  }
}
