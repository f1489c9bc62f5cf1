import Foundation
import Tensors
import Testing

private let shapes: [(rows: Int, count: Int, width: Int)] = [
  (1, 1, 1), (1, 5, 7), (13, 37, 19), (14, 32, 64), (29, 33, 102), (7, 16, 31), (3, 129, 401), (50, 20, 1_003), (4, 3, 0),
  (0, 9, 8),
  (1_200, 5, 384),
]

/// Every way of multiplying that this processor has.
private let ways = InstructionSet.available.flatMap { [$0, $0.withoutVNNI] }

/// A row in eight bits, as the kernels' header describes it, by scalar arithmetic.
private struct SlowRow {
  var q: [Int] = []
  var scale: Float
  var zero = 0

  init(activations x: [Float]) {
    let depth = -min(0, x.min() ?? 0), range = max(0, x.max() ?? 0) + depth
    let inverse = range > 1e-30 ? 254 / range : 0
    scale = range / 254
    let zero = Int((depth * inverse).rounded(.toNearestOrEven))
    self.zero = zero
    q = x.map { Int(($0 * inverse).rounded(.toNearestOrEven)) + zero }
  }

  init(weights w: [Float]) {
    let largest = w.map(abs).max() ?? 0
    let inverse = largest > 1e-30 ? 127 / largest : 0
    scale = largest / 127
    q = w.map { max(-127, min(127, Int(($0 * inverse).rounded(.toNearestOrEven)))) }
  }

  func sum(_ weights: SlowRow) -> Int { zip(q, weights.q).reduce(0) { $0 + ($1.0 - zero) * $1.1 } }
}

private func slices(_ values: [Float], _ width: Int, _ count: Int) -> [[Float]] {
  (0..<count).map { Array(values[$0 * width..<($0 + 1) * width]) }
}

private func product(
  _ weights: QuantizedMatrix, _ input: [Float], rows: Int, bias: [Float] = [], _ activation: Activation = .identity
) -> [Float] {
  var left = Matrix(rows: rows, columns: weights.width), output = Matrix(rows: rows, columns: weights.count)
  var target = left.mutableElements
  for index in input.indices { target[index] = input[index] }
  weights.multiply(left, rows: 0..<rows, bias: bias.span, activation: activation, into: &output, at: 0)
  return array(output.elements)
}

@Test(arguments: ways)
func `quantised products of every shape have the bits of integer sums`(path: InstructionSet) {
  var numbers = Numbers(seed: 11)
  for shape in shapes {
    let a = numbers.array(shape.rows * shape.width, scale: 3), b = numbers.array(shape.count * shape.width, scale: 0.1)
    let bias = numbers.array(shape.count)
    let left = slices(a, shape.width, shape.rows).map(SlowRow.init(activations:))
    let right = slices(b, shape.width, shape.count).map(SlowRow.init(weights:))
    #expect(left.allSatisfy { $0.q.allSatisfy { $0 >= 0 && $0 <= 255 } })
    let slow = left.flatMap { row in right.map { Float(row.sum($0)) * ($0.scale * row.scale) } }
    let packed = QuantizedMatrix(b.span, count: shape.count, width: shape.width, for: path)
    #expect(product(packed, a, rows: shape.rows) == slow, "\(shape)")
    let shifted = slow.indices.map { slow[$0] + bias[$0 % shape.count] }
    #expect(product(packed, a, rows: shape.rows, bias: bias) == shifted, "\(shape)")
    #expect(product(packed, a, rows: shape.rows, bias: bias, .relu) == shifted.map { max(0, $0) }, "\(shape)")
    let bent = shifted.map { Slow.gelu(Double($0)) }
    #expect(distance(product(packed, a, rows: shape.rows, bias: bias, .gelu), bent) < 1e-5, "\(shape)")
    let flattened = shifted.map { tanh(Double($0)) }
    #expect(distance(product(packed, a, rows: shape.rows, bias: bias, .tanh), flattened) < 1e-5, "\(shape)")
  }
}

@Test(arguments: ways)
func `quantised products stay within the bound of their rounding`(path: InstructionSet) {
  var numbers = Numbers(seed: 12)
  let rows = 9, count = 40, width = 384
  let a = numbers.array(rows * width), b = numbers.array(count * width)
  let packed = QuantizedMatrix(b.span, count: count, width: width, for: path)
  // Each of the `width` terms errs by at most half a step on either side; errors of both signs add up to far less.
  let bound = Double(width) * (0.5 * 2 / 254 + 0.5 / 127 + 0.25 * 2 / 254 / 127)
  let off = distance(product(packed, a, rows: rows), Slow.product(a, b, rows: rows, count: count, width: width))
  #expect(off > 0 && off < bound / 10)
}

@Test(arguments: ways)
func `a row of a quantised product has the same bits whatever rows stand beside it`(path: InstructionSet) {
  var numbers = Numbers(seed: 13)
  let width = 421, count = 75, rows = 29
  let a = numbers.array(rows * width), b = numbers.array(count * width), bias = numbers.array(count)
  let packed = QuantizedMatrix(b.span, count: count, width: width, for: path)
  let whole = product(packed, a, rows: rows, bias: bias, .gelu)
  for size in [1, 2, 5, 12, 13, 15, 28] {
    for first in stride(from: 0, to: rows - size + 1, by: 7) {
      let part = product(packed, Array(a[first * width..<(first + size) * width]), rows: size, bias: bias, .gelu)
      #expect(part == Array(whole[first * count..<(first + size) * count]))
    }
  }
}

@Test(arguments: ways)
func `extreme rows lose nothing and what is no number does not pass as one`(path: InstructionSet) {
  let width = 1_024
  let full = [Float](repeating: 1, count: width)
  let packed = QuantizedMatrix((full + full.map(-)).span, count: 2, width: width, for: path)
  let rows: [[Float]] = [
    full, full.map { -$0 }, full.map { _ in 0 }, (0..<width).map { $0 == 500 ? .nan : 1 },
    (0..<width).map { $0 == 3 ? .infinity : 1 },
    (0..<width).map { $0 == 1_023 ? -.infinity : 1 }, (0..<width).map { $0 % 2 == 0 ? 3e38 : -3e38 }, full.map { $0 * 1e-38 },
  ]
  let out = product(packed, rows.flatMap { $0 }, rows: rows.count)
  for (row, expected) in [(0, Float(width)), (1, -Float(width)), (2, 0), (7, 0)] {
    #expect(abs(out[2 * row] - expected) <= 1e-3 && abs(out[2 * row + 1] + expected) <= 1e-3, "row \(row)")
  }
  for row in 3...6 { #expect(!out[2 * row].isFinite && !out[2 * row + 1].isFinite, "row \(row)") }
  let damaged = QuantizedMatrix([Float.nan, 1, 2, 3].span, count: 2, width: 2, for: path)
  let broken = product(damaged, [1, 1], rows: 1)
  #expect(broken[0].isNaN && abs(broken[1] - 5) < 0.05)
}

@Test(arguments: ways)
func `the widest rows do not overflow`(path: InstructionSet) {
  let width = QuantizedMatrix.widthLimit
  let a = [Float](repeating: 1, count: width), b = [Float](repeating: -2, count: width)
  let packed = QuantizedMatrix(b.span, count: 1, width: width, for: path)
  #expect(abs(product(packed, a, rows: 1)[0] / Float(width) + 2) < 1e-5)
}
