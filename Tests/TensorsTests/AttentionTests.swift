import Foundation
import Tensors
import Testing

/// Attention in double precision over rows of queries, keys and values, from the query `first` on.
private func slowAttention(_ x: [Float], length: Int, shape: AttentionShape, queries first: Int = 0) -> [Double] {
  let ld = 3 * shape.width
  var out = [Double](repeating: 0, count: (length - first) * shape.width)
  for head in 0..<shape.heads {
    let at = { (row: Int, part: Int, i: Int) in Double(x[row * ld + part * shape.width + head * shape.headWidth + i]) }
    for query in first..<length {
      let reach = shape.window ?? length
      let keys = max(0, query - reach)..<min(length, query + reach + 1)
      let scores = keys.map { key in
        Double(shape.scale) * (0..<shape.headWidth).reduce(0.0) { $0 + at(query, 0, $1) * at(key, 1, $1) }
      }
      for (key, weight) in zip(keys, Slow.softmax(scores)) {
        for i in 0..<shape.headWidth { out[(query - first) * shape.width + head * shape.headWidth + i] += weight * at(key, 2, i) }
      }
    }
  }
  return out
}

private func attend(_ x: borrowing Matrix, rows: Range<Int>, shape: AttentionShape, on path: InstructionSet) -> [Float] {
  var output = Matrix(rows: x.rows, columns: shape.width)
  var scratch = Matrix(rows: 1, columns: shape.scratchSize(length: rows.count, on: path))
  path.attend(x, rows: rows, shape: shape, scratch: &scratch, into: &output)
  return rows.flatMap { array(output.row($0)) }
}

@Test(arguments: InstructionSet.available)
func `attention agrees with double precision for odd widths and lengths`(path: InstructionSet) {
  var numbers = Numbers(seed: 8)
  for (length, heads, headWidth) in [(1, 1, 4), (2, 3, 12), (13, 2, 32), (49, 3, 5), (97, 1, 64), (150, 2, 17)] {
    let shape = AttentionShape(heads: heads, headWidth: headWidth, scale: 1 / Float(headWidth).squareRoot())
    let x = numbers.array((length + 2) * 3 * shape.width, scale: 4)
    let inner = Array(x[(3 * shape.width)...])
    let fast = attend(matrix(x, columns: 3 * shape.width), rows: 1..<length + 1, shape: shape, on: path)
    #expect(distance(fast, slowAttention(inner, length: length, shape: shape)) < 2e-5, "length \(length)")
  }
}

@Test(arguments: InstructionSet.available)
func `attention of a sequence has the same bits wherever it stands in a batch`(path: InstructionSet) {
  var numbers = Numbers(seed: 9)
  let shape = AttentionShape(heads: 3, headWidth: 12, scale: 0.3)
  let row = 3 * shape.width
  let sequence = numbers.array(61 * row)
  let alone = attend(matrix(sequence, columns: row), rows: 0..<61, shape: shape, on: path)
  let before = numbers.array(7 * row)
  #expect(attend(matrix(before + sequence, columns: row), rows: 7..<68, shape: shape, on: path) == alone)
}

@Test(arguments: InstructionSet.available)
func `windowed attention agrees with double precision for windows of all sizes`(path: InstructionSet) {
  var numbers = Numbers(seed: 12)
  for (length, window) in [(1, 0), (1, 3), (50, 0), (50, 1), (97, 7), (150, 48), (150, 149), (150, 150), (331, 64), (200, 4000)] {
    let shape = AttentionShape(heads: 2, headWidth: 12, scale: 0.5, window: window)
    let x = numbers.array(length * 3 * shape.width, scale: 4)
    let fast = attend(matrix(x, columns: 3 * shape.width), rows: 0..<length, shape: shape, on: path)
    #expect(distance(fast, slowAttention(x, length: length, shape: shape)) < 2e-5, "length \(length), window \(window)")
  }
}

@Test(arguments: InstructionSet.available)
func `a windowed row has the bits of full attention over its window`(path: InstructionSet) {
  var numbers = Numbers(seed: 13)
  let length = 301, window = 29
  let shape = AttentionShape(heads: 2, headWidth: 12, scale: 0.3, window: window)
  let full = AttentionShape(heads: 2, headWidth: 12, scale: 0.3)
  let row = 3 * shape.width
  let x = numbers.array(length * row)
  let whole = attend(matrix(x, columns: row), rows: 0..<length, shape: shape, on: path)
  for query in stride(from: 0, to: length, by: 7) {
    let seen = max(0, query - window)..<min(length, query + window + 1)
    let alone = attend(matrix(x, columns: row), rows: seen, shape: full, on: path)
    let place = query - seen.lowerBound
    #expect(
      Array(whole[query * shape.width..<(query + 1) * shape.width])
        == Array(alone[place * shape.width..<(place + 1) * shape.width]), "row \(query)")
  }
}

@Test(arguments: InstructionSet.available)
func `what is not finite outside a window changes no bit inside`(path: InstructionSet) {
  var numbers = Numbers(seed: 14)
  let length = 200, window = 10
  let shape = AttentionShape(heads: 1, headWidth: 5, scale: 0.3, window: window)
  var x = numbers.array(length * 15)
  let clean = attend(matrix(x, columns: 15), rows: 0..<length, shape: shape, on: path)
  for (token, value) in [(0, Float.nan), (90, .infinity), (91, -.infinity), (199, .nan)] {
    for i in 0..<15 { x[token * 15 + i] = value }
  }
  let damaged = attend(matrix(x, columns: 15), rows: 0..<length, shape: shape, on: path)
  for query in 0..<length {
    let row = query * 5..<(query + 1) * 5
    if [0, 90, 91, 199].contains(where: { abs($0 - query) <= window }) {
      #expect(damaged[row].allSatisfy { !$0.isFinite }, "row \(query)")
    } else {
      #expect(damaged[row] == clean[row], "row \(query)")
    }
  }
}

@Test(arguments: InstructionSet.available)
func `attention over 8,192 tokens takes memory linear in the length`(path: InstructionSet) {
  let length = 8192, width = 64
  var numbers = Numbers(seed: 15)
  let x = numbers.array(length * 3 * width)
  for window in [nil, 64] {
    let shape = AttentionShape(heads: 1, headWidth: width, scale: 0.125, window: window)
    #expect(shape.scratchSize(length: length, on: path) <= 256 * length)
    let fast = attend(matrix(x, columns: 3 * width), rows: 0..<length, shape: shape, on: path)
    // The last rows alone, against all the keys that they see.
    let from = window == nil ? 0 : length - 100
    let slow = slowAttention(Array(x[(from * 3 * width)...]), length: length - from, shape: shape, queries: length - from - 2)
    #expect(distance(Array(fast.suffix(2 * width)), slow) < 2e-5)
  }
}
