import Foundation
import Tensors
import Testing

/// Attention in double precision over rows of queries, keys and values.
private func slowAttention(_ x: [Float], length: Int, shape: AttentionShape) -> [Double] {
  let ld = 3 * shape.width
  var out = [Double](repeating: 0, count: length * shape.width)
  for head in 0..<shape.heads {
    let at = { (row: Int, part: Int, i: Int) in Double(x[row * ld + part * shape.width + head * shape.headWidth + i]) }
    for query in 0..<length {
      let scores = (0..<length).map { key in
        Double(shape.scale) * (0..<shape.headWidth).reduce(0.0) { $0 + at(query, 0, $1) * at(key, 1, $1) }
      }
      for (key, weight) in Slow.softmax(scores).enumerated() {
        for i in 0..<shape.headWidth { out[query * shape.width + head * shape.headWidth + i] += weight * at(key, 2, i) }
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
