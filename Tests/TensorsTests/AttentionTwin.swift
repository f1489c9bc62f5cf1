import Foundation
import Tensors

extension DropoutMask {
  /// What an element is multiplied with: the hash of kernels/dropout.h, one element at a time.
  func slowFactor(of number: Int) -> Double {
    var x = UInt32(truncatingIfNeeded: number) ^ UInt32(truncatingIfNeeded: key)
    x = (x ^ x >> 16) &* 0x21f0_aaad
    x ^= UInt32(truncatingIfNeeded: key >> 32)
    x = (x ^ x >> 15) &* 0xd35a_2d97
    x ^= x >> 15
    return Double(x) >= (Double(rate) * 4_294_967_296).rounded(.down) ? 1 / (1 - Double(rate)) : 0
  }
}

/// One head of one sequence in double precision with all its probabilities: rows of queries, keys, values and results.
struct AttentionTwin {
  var q: [[Double]], k: [[Double]], v: [[Double]]
  let scale: Double, window: Int
  let mask: DropoutMask?

  var length: Int { q.count }

  init(_ x: [Float], rows: Range<Int>, head: Int, shape: AttentionShape, mask: DropoutMask? = nil) {
    let part = { (number: Int) in
      rows.map { row in
        (0..<shape.headWidth).map { Double(x[row * 3 * shape.width + number * shape.width + head * shape.headWidth + $0]) }
      }
    }
    (q, k, v) = (part(0), part(1), part(2))
    (scale, window, self.mask) = (Double(shape.scale), shape.window ?? .max, mask)
  }

  func sees(_ i: Int, _ j: Int) -> Bool { abs(i - j) <= window }
  func factor(_ i: Int, _ j: Int) -> Double { mask?.slowFactor(of: i * length + j) ?? 1 }

  /// Probabilities of query i before dropout; zero outside its window.
  func probabilities(_ i: Int) -> [Double] {
    let seen = (0..<length).filter { sees(i, $0) }
    var row = [Double](repeating: 0, count: length)
    for (j, p) in zip(seen, Slow.softmax(seen.map { scale * inner(q[i], k[$0]) })) { row[j] = p }
    return row
  }

  var result: [[Double]] {
    (0..<length).map { i in
      var out = [Double](repeating: 0, count: q[0].count)
      for (j, p) in probabilities(i).enumerated() where sees(i, j) { out = adding(out, p * factor(i, j), v[j]) }
      return out
    }
  }

  /// Gradients of q, k and v from that of the result; D is the sum of P dP, not that of O dO.
  func gradients(_ gradient: [[Double]]) -> [[[Double]]] {
    let zeros = [[Double]](repeating: [Double](repeating: 0, count: q[0].count), count: length)
    var dq = zeros, dk = zeros, dv = zeros
    for i in 0..<length {
      let p = probabilities(i), seen = (0..<length).filter { sees(i, $0) }
      var dp = [Double](repeating: 0, count: length)
      for j in seen { dp[j] = factor(i, j) * inner(gradient[i], v[j]) }
      let mean = inner(p, dp)
      for j in seen {
        let ds = p[j] * (dp[j] - mean) * scale
        dq[i] = adding(dq[i], ds, k[j])
        dk[j] = adding(dk[j], ds, q[i])
        dv[j] = adding(dv[j], p[j] * factor(i, j), gradient[i])
      }
    }
    return [dq, dk, dv]
  }
}

func inner(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
private func adding(_ a: [Double], _ factor: Double, _ b: [Double]) -> [Double] { zip(a, b).map { $0 + factor * $1 } }

/// Some sequences in one projected matrix, forward and backward.
struct AttentionCase {
  let shape: AttentionShape
  let lengths: [Int]
  var dropout: AttentionDropout?
  var x: [Float], gradient: [Float]

  init(_ lengths: [Int], _ shape: AttentionShape, rate: Float? = nil, seed: UInt64) {
    var numbers = Numbers(seed: seed)
    (self.shape, self.lengths) = (shape, lengths)
    let rows = lengths.reduce(0, +)
    x = numbers.array(rows * 3 * shape.width, scale: 2)
    gradient = numbers.array(rows * shape.width)
    dropout = rate.map { AttentionDropout(rate: $0, keys: lengths.indices.map { 0x1234_5678_9abc_def0 &* UInt64($0 + 3) }) }
  }

  var sequences: [Range<Int>] {
    var start = 0
    return lengths.map { length in
      defer { start += length }
      return start..<start + length
    }
  }

  func run(on path: InstructionSet, fork: Fork = .serial, parts: Int = 1) -> (context: [Float], gradient: [Float]) {
    let projected = matrix(x, columns: 3 * shape.width), rows = projected.rows
    var context = Matrix(rows: rows, columns: shape.width), target = matrix(x, columns: 3 * shape.width)
    let size = shape.trainingScratchSize(length: lengths.max() ?? 0, on: path)
    var scratch = Matrix(rows: parts, columns: size)
    path.attendTraining(
      projected, sequences: sequences, shape: shape, dropout: dropout, scratch: &scratch, into: &context, fork: fork)
    path.attendBackward(
      projected, context: context, contextGradient: matrix(gradient, columns: shape.width), sequences: sequences, shape: shape,
      dropout: dropout, scratch: &scratch, into: &target, fork: fork)
    return (array(context.elements), array(target.elements))
  }

  /// Results and gradients in double precision, as the matrices hold them.
  var slow: (context: [Double], gradient: [Double]) {
    var context = [Double](repeating: 0, count: gradient.count), target = [Double](repeating: 0, count: x.count)
    for (number, rows) in sequences.enumerated() {
      for head in 0..<shape.heads {
        let twin = AttentionTwin(x, rows: rows, head: head, shape: shape, mask: dropout?.mask(sequence: number, head: head))
        let place = { (row: Int) in (rows.lowerBound + row) * shape.width + head * shape.headWidth }
        let own = (0..<rows.count).map { row in (0..<shape.headWidth).map { Double(gradient[place(row) + $0]) } }
        for (row, values) in twin.result.enumerated() {
          context.replaceSubrange(place(row)..<place(row) + values.count, with: values)
        }
        for (part, values) in twin.gradients(own).enumerated() {
          for (row, values) in values.enumerated() {
            let at = (rows.lowerBound + row) * 3 * shape.width + part * shape.width + head * shape.headWidth
            target.replaceSubrange(at..<at + values.count, with: values)
          }
        }
      }
    }
    return (context, target)
  }
}
