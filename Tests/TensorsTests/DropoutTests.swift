import Tensors
import Testing

/// The hash of kernels/dropout.h, written a second time.
private func hash(_ number: UInt32, _ key: UInt64) -> UInt32 {
  var x = number ^ UInt32(key & 0xffff_ffff)
  x = (x ^ (x >> 16)) &* 0x21f0_aaad
  x ^= UInt32(key >> 32)
  x = (x ^ (x >> 15)) &* 0xd35a_2d97
  return x ^ (x >> 15)
}

@Test(arguments: InstructionSet.available)
func `dropout keeps what the hash says, numbered within the sequence, whatever the threads`(path: InstructionSet) {
  var numbers = Numbers(seed: 60)
  for (rows, columns, rate) in [(1, 1, Float(0.5)), (7, 37, 0.1), (90, 384, 0.3), (5, 16, 0)] {
    let x = numbers.array((rows + 3) * columns)
    let mask = DropoutMask(key: 0x1234_5678_9abc_def0 &+ UInt64(columns), rate: rate)
    let threshold = UInt32(Double(rate) * 4_294_967_296)
    var expected = x
    for i in 0..<rows * columns {
      let isKept = hash(UInt32(i), mask.key) >= threshold
      expected[2 * columns + i] = isKept ? x[2 * columns + i] * (1 / (1 - rate)) : 0
    }
    for threads in [1, 2, 7] {
      var dropped = matrix(x, columns: columns)
      path.dropout(&dropped, rows: 2..<rows + 2, mask: mask, fork: fork(threads))
      #expect(array(dropped.elements) == expected, "\(rows) x \(columns), \(threads) threads")
    }
  }
}

@Test(arguments: InstructionSet.available)
func `masks of all keys drop their share and differ`(path: InstructionSet) {
  var masks = Set<[Bool]>(), dropped = 0
  for part in 0..<100 {
    var ones = matrix([Float](repeating: 1, count: 10_000), columns: 100)
    path.dropout(&ones, rows: 0..<100, mask: DropoutMask(key: DropoutMask.key(7, part: UInt64(part)), rate: 0.1))
    let isDropped = array(ones.elements).map { $0 == 0 }
    dropped += isDropped.filter { $0 }.count
    masks.insert(isDropped)
  }
  #expect(masks.count == 100)
  // One standard deviation is 0.0003.
  #expect(abs(Double(dropped) / 1_000_000 - 0.1) < 0.0012)
}

@Test(arguments: InstructionSet.available)
func `dropout of many sequences, in place or into another matrix, is that of each alone`(path: InstructionSet) {
  var numbers = Numbers(seed: 61)
  for (count, columns) in [(1, 5), (3, 37), (40, 24)] {
    let lengths = (0..<count).map { 1 + $0 * 7 % 11 }
    var sequences: [Range<Int>] = [], end = 1
    for length in lengths {
      sequences.append(end..<end + length)
      end += length
    }
    let x = numbers.array((end + 2) * columns), old = numbers.array((end + 2) * columns)
    let keys = lengths.indices.map { DropoutMask.key(9, part: UInt64($0)) }
    for rate in [Float(0), 0.4] {
      var slow = matrix(x, columns: columns)
      for (rows, key) in zip(sequences, keys) { path.dropout(&slow, rows: rows, mask: DropoutMask(key: key, rate: rate)) }
      for threads in [1, 2, 7] {
        var inPlace = matrix(x, columns: columns), other = matrix(old, columns: columns)
        path.dropout(&inPlace, sequences: sequences, keys: keys, rate: rate, fork: fork(threads))
        #expect(array(inPlace.elements) == array(slow.elements), "\(count) sequences, \(threads) threads")
        path.dropout(matrix(x, columns: columns), sequences: sequences, keys: keys, rate: rate, into: &other, fork: fork(threads))
        let inside = columns..<end * columns
        #expect(Array(array(other.elements)[inside]) == Array(array(slow.elements)[inside]))
        #expect(Array(array(other.elements)[..<columns]) == Array(old[..<columns]))
      }
    }
  }
}
