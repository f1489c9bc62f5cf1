import Foundation
import Tensors
import Testing

private func shape(_ heads: Int, _ headWidth: Int, window: Int? = nil) -> AttentionShape {
  AttentionShape(heads: heads, headWidth: headWidth, scale: 1 / Float(headWidth).squareRoot(), window: window)
}

@Test func `the twin's gradients agree with finite differences`() {
  for (length, window, rate) in [(5, nil, nil), (6, 2, nil), (6, nil, 0.3), (7, 1, 0.4)] as [(Int, Int?, Float?)] {
    let test = AttentionCase([length], shape(1, 3, window: window), rate: rate, seed: 31)
    let twin = AttentionTwin(
      test.x, rows: 0..<length, head: 0, shape: test.shape, mask: test.dropout?.mask(sequence: 0, head: 0))
    let gradient = (0..<length).map { row in (0..<3).map { Double(test.gradient[row * 3 + $0]) } }
    let loss = { (twin: AttentionTwin) in zip(twin.result, gradient).reduce(0) { $0 + inner($1.0, $1.1) } }
    let analytic = twin.gradients(gradient), step = 1e-5
    for (part, path) in [\AttentionTwin.q, \AttentionTwin.k, \AttentionTwin.v].enumerated() {
      for row in 0..<length {
        for i in 0..<3 {
          var up = twin, down = twin
          up[keyPath: path][row][i] += step
          down[keyPath: path][row][i] -= step
          #expect(abs((loss(up) - loss(down)) / (2 * step) - analytic[part][row][i]) < 1e-8, "part \(part), row \(row), \(i)")
        }
      }
    }
  }
}

@Test(arguments: InstructionSet.available)
func `attention for training and its gradient agree with double precision`(path: InstructionSet) {
  let cases: [(lengths: [Int], shape: AttentionShape)] = [
    ([1, 2, 31], shape(3, 32)), ([48, 49], shape(2, 64)), ([130], shape(2, 32)), ([600], shape(1, 16)),
    ([3, 50, 97], shape(3, 5)),
    ([70], shape(2, 17)), ([33, 1], shape(1, 1)), ([65], shape(1, 100)),
    ([1, 2, 31], shape(2, 32, window: 3)), ([48, 49], shape(2, 64, window: 0)), ([130], shape(2, 32, window: 20)),
    ([600], shape(1, 16, window: 64)), ([97, 49], shape(1, 5, window: 48)), ([150], shape(1, 12, window: 149)),
    ([50], shape(1, 12, window: 4000)),
  ]
  for (number, (lengths, shape)) in cases.enumerated() {
    for rate in [nil, 0.1, 0.5] as [Float?] {
      let test = AttentionCase(lengths, shape, rate: rate, seed: 32 + UInt64(number))
      let (fast, slow) = (test.run(on: path), test.slow)
      let told = "\(lengths), \(shape), dropout \(rate ?? 0)"
      #expect(distance(fast.context, slow.context) < 2e-5, "\(told)")
      #expect(distance(fast.gradient, slow.gradient) < 4e-5, "\(told)")
    }
  }
}

@Test(arguments: InstructionSet.available)
func `attention for training without dropout has the bits of inference`(path: InstructionSet) {
  for window in [nil, 7, 64] {
    let test = AttentionCase([1, 48, 130, 49], shape(3, 32, window: window), seed: 50)
    let x = matrix(test.x, columns: 3 * test.shape.width)
    var context = Matrix(rows: x.rows, columns: test.shape.width)
    var scratch = Matrix(rows: 1, columns: test.shape.scratchSize(length: 130, on: path))
    for rows in test.sequences { path.attend(x, rows: rows, shape: test.shape, scratch: &scratch, into: &context) }
    #expect(test.run(on: path).context == array(context.elements))
    var none = test
    none.dropout = AttentionDropout(rate: 0, keys: [1, 2, 3, 4])
    #expect(none.run(on: path) == test.run(on: path))
  }
}

@Test(arguments: InstructionSet.available)
func `attention for training has the same bits on any number of threads`(path: InstructionSet) {
  for window in [nil, 10] {
    let test = AttentionCase([70, 1, 33, 130, 2], shape(5, 12, window: window), rate: 0.2, seed: 51)
    let whole = test.run(on: path)
    for threads in [1, 2, 7] {
      #expect(test.run(on: path, fork: fork(threads), parts: 2 * threads) == whole, "\(threads) threads")
      #expect(test.run(on: path, fork: fork(threads), parts: 3) == whole, "\(threads) threads, scratch for 3")
    }
  }
}

@Test(arguments: InstructionSet.available)
func `a sequence's gradient does not depend on its company, and rows of no sequence stay`(path: InstructionSet) {
  let test = AttentionCase([70, 31, 130], shape(3, 12, window: 20), rate: 0.2, seed: 52)
  let together = test.run(on: path), rows = 70..<101, width = test.shape.width
  var alone = test
  for i in alone.x.indices where !rows.contains(i / (3 * width)) { alone.x[i] = .nan }
  for i in alone.gradient.indices where !rows.contains(i / width) { alone.gradient[i] = .infinity }
  let apart = alone.run(on: path)
  let wide = rows.lowerBound * 3 * width..<rows.upperBound * 3 * width, narrow = rows.lowerBound * width..<rows.upperBound * width
  #expect(apart.gradient[wide] == together.gradient[wide])
  #expect(apart.context[narrow] == together.context[narrow])

  let x = matrix(test.x, columns: 3 * width), output = matrix(together.context, columns: width)
  var target = matrix(test.x, columns: 3 * width)
  var scratch = Matrix(rows: 1, columns: test.shape.trainingScratchSize(length: 31, on: path))
  path.attendBackward(
    x, context: output, contextGradient: matrix(test.gradient, columns: width), sequences: [rows], shape: test.shape,
    dropout: test.dropout.map { AttentionDropout(rate: $0.rate, keys: [$0.keys[1]]) }, scratch: &scratch, into: &target)
  let found = array(target.elements)
  #expect(found[wide] == together.gradient[wide])
  #expect(found[..<wide.lowerBound] == test.x[..<wide.lowerBound] && found[wide.upperBound...] == test.x[wide.upperBound...])
}

@Test(arguments: InstructionSet.available)
func `what is not finite outside a window changes no bit of a gradient inside`(path: InstructionSet) {
  let length = 200, window = 10, damaged = [0, 90, 91, 199]
  let test = AttentionCase([length], shape(1, 5, window: window), rate: 0.2, seed: 53)
  let clean = test.run(on: path)
  // Queries, keys, values and the result's gradient in turn. A token two windows away has nothing to do with it.
  for part in 0..<4 {
    var other = test
    for (token, value) in zip(damaged, [Float.nan, .infinity, -.infinity, .nan]) {
      for i in 0..<5 {
        if part < 3 { other.x[token * 15 + part * 5 + i] = value } else { other.gradient[token * 5 + i] = value }
      }
    }
    let found = other.run(on: path)
    for token in 0..<length where !damaged.contains(where: { abs($0 - token) <= 2 * window }) {
      #expect(found.gradient[token * 15..<token * 15 + 15] == clean.gradient[token * 15..<token * 15 + 15], "\(part), \(token)")
    }
    // A query's own gradient comes from one window.
    for token in 0..<length where !damaged.contains(where: { abs($0 - token) <= window }) {
      #expect(found.gradient[token * 15..<token * 15 + 5] == clean.gradient[token * 15..<token * 15 + 5], "\(part), \(token)")
    }
    #expect(found.gradient.contains { $0.isNaN })
  }
}

@Test(arguments: InstructionSet.available)
func `dropout on attention drops its share, another for each head, sequence and key`(path: InstructionSet) {
  // Values of one, so that a result is the sum of its kept probabilities; queries of zero, so that those are equal.
  let length = 300, rate: Float = 0.25, shape = shape(2, 4)
  var test = AttentionCase([length, length], shape, rate: rate, seed: 54)
  for i in test.x.indices { test.x[i] = i % (3 * shape.width) >= 2 * shape.width ? 1 : 0 }
  let context = test.run(on: path).context
  let kept = stride(from: 0, to: context.count, by: 4).map { context[$0] }
  #expect(abs(kept.reduce(0, +) / Float(kept.count) - 1) < 0.01)
  let variance = kept.map { ($0 - 1) * ($0 - 1) }.reduce(0, +) / Float(kept.count)
  #expect(abs(variance - rate / (1 - rate) / Float(length)) < 0.0002, "\(variance)")
  let heads = [kept.indices.filter { $0 % 2 == 0 }, kept.indices.filter { $0 % 2 == 1 }].map { $0.map { kept[$0] } }
  for (a, b) in [
    (heads[0], heads[1]), (Array(kept[..<(2 * length)]), Array(kept[(2 * length)...])),
    (Array(heads[0][..<(length - 1)]), Array(heads[0][1..<length])),
  ] {
    let correlation = zip(a, b).map { ($0 - 1) * ($1 - 1) }.reduce(0, +) / Float(a.count) / variance
    #expect(abs(correlation) < 0.2, "\(correlation)")
  }
}

@Test(arguments: InstructionSet.available)
func `attention's gradient over 8,192 tokens takes memory linear in the length`(path: InstructionSet) {
  for window in [nil, 64] {
    let test = AttentionCase([8192], shape(1, 64, window: window), seed: 55)
    #expect(test.shape.trainingScratchSize(length: 8192, on: path) <= 512 * 8192)
    guard window != nil else { continue }
    let found = test.run(on: path).gradient, from = 8192 - 300
    var end = AttentionCase([300], test.shape, seed: 55)
    end.x = Array(test.x[(from * 192)...])
    end.gradient = Array(test.gradient[(from * 64)...])
    #expect(distance(Array(found.suffix(100 * 192)), Array(end.slow.gradient.suffix(100 * 192))) < 4e-5)
  }
}
