import Foundation
import Tensors
import Testing

/// AdamW and Lion as their papers have them, one value at a time in double precision.
private enum SlowOptimizer {
  static func adamW(_ x: inout Double, _ g: Double, _ m: inout Double, _ v: inout Double, _ step: AdamWStep) {
    m = step.beta1 * m + (1 - step.beta1) * g
    v = step.beta2 * v + (1 - step.beta2) * g * g
    let unbiased = m / (1 - pow(step.beta1, Double(step.step)))
    let square = v / (1 - pow(step.beta2, Double(step.step)))
    x = x * (1 - step.learningRate * step.weightDecay) - step.learningRate * unbiased / (square.squareRoot() + step.epsilon)
  }

  static func lion(_ x: inout Double, _ g: Double, _ m: inout Double, _ step: LionStep) {
    let update = step.beta1 * m + (1 - step.beta1) * g
    x = x * (1 - step.learningRate * step.weightDecay) - step.learningRate * (update > 0 ? 1 : update < 0 ? -1 : 0)
    m = step.beta2 * m + (1 - step.beta2) * g
  }
}

@Test(arguments: InstructionSet.available)
func `50 steps of AdamW stay within 1e-6 of double precision, whatever the threads`(path: InstructionSet) {
  for count in [1, 37, 40_000] {
    var results: [[Float]] = []
    for threads in [1, 2, 7] {
      var numbers = Numbers(seed: 69)
      var x = numbers.array(count), m = [Float](repeating: 0, count: count), v = m
      var slow = x.map(Double.init), slowFirst = slow.map { _ in 0.0 }, slowSecond = slowFirst
      for number in 1...(count > 100 ? 5 : 50) {
        let g = number == 3 ? [] : numbers.array(count, scale: 0.1)
        var step = AdamWStep(learningRate: 1e-3 / Double(number), step: number)
        step.weightDecay = 0.01
        step.gradientScale = number % 2 == 0 ? 0.5 : 1
        var values = x.mutableSpan, first = m.mutableSpan, second = v.mutableSpan
        path.adamW(values: &values, gradient: g.span, first: &first, second: &second, step, fork: fork(threads))
        for i in 0..<count {
          let gradient = g.isEmpty ? 0 : Double(g[i]) * Double(step.gradientScale)
          SlowOptimizer.adamW(&slow[i], gradient, &slowFirst[i], &slowSecond[i], step)
        }
      }
      #expect(distance(x, slow) < 1e-6 && distance(m, slowFirst) < 1e-7 && distance(v, slowSecond) < 1e-7)
      results.append(x + m + v)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }
}

@Test(arguments: InstructionSet.available)
func `50 steps of Lion stay within 1e-6 of double precision, and move nothing without a gradient`(path: InstructionSet) {
  for count in [1, 37, 40_000] {
    var results: [[Float]] = []
    for threads in [1, 2, 7] {
      var numbers = Numbers(seed: 70)
      var x = numbers.array(count), m = [Float](repeating: 0, count: count)
      var slow = x.map(Double.init), slowMomentum = slow.map { _ in 0.0 }
      for number in 1...(count > 100 ? 3 : 50) {
        // No step falls so near to zero that rounding decides its sign.
        let g = number == 1 ? [] : (0..<count).map { _ in (numbers.next() * 64).rounded() / 64 + 1 / 256 }
        var step = LionStep(learningRate: 1e-4 * Double(number % 5))
        step.weightDecay = 0.1
        var values = x.mutableSpan, momentum = m.mutableSpan
        path.lion(values: &values, gradient: g.span, momentum: &momentum, step, fork: fork(threads))
        for i in 0..<count { SlowOptimizer.lion(&slow[i], g.isEmpty ? 0 : Double(g[i]), &slowMomentum[i], step) }
      }
      #expect(distance(x, slow) < 2e-6 && distance(m, slowMomentum) < 1e-6)
      results.append(x + m)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }
}

@Test(arguments: InstructionSet.available)
func `rows that a gradient lacks step as rows of zeros do`(path: InstructionSet) {
  var numbers = Numbers(seed: 71)
  for (rows, width, touched) in [(1, 3, [Int32(0)]), (300, 5, [0, 1, 63, 64, 200, 299]), (130, 37, []), (70, 20, [69])] {
    let gradient = numbers.array(touched.count * width)
    var dense = [Float](repeating: 0, count: rows * width)
    for (i, row) in touched.enumerated() {
      for j in 0..<width { dense[Int(row) * width + j] = gradient[i * width + j] }
    }
    let start = numbers.array(rows * width), moved = numbers.array(rows * width),
      squares = numbers.array(rows * width).map { $0 * $0 }
    for threads in [1, 2, 7] {
      let adamW = AdamWStep(learningRate: 0.1, step: 3), lion = LionStep(learningRate: 0.1)
      var x = start, m = moved, v = squares, y = start, n = moved, w = squares
      var values = x.mutableSpan, first = m.mutableSpan, second = v.mutableSpan
      path.adamW(values: &values, gradient: dense.span, first: &first, second: &second, adamW)
      values = y.mutableSpan
      first = n.mutableSpan
      second = w.mutableSpan
      path.adamW(
        values: &values, width: width, touched: touched.span, gradient: gradient.span, first: &first, second: &second, adamW,
        fork: fork(threads))
      #expect(x == y && m == n && v == w && x != start)
      values = x.mutableSpan
      first = m.mutableSpan
      path.lion(values: &values, gradient: dense.span, momentum: &first, lion)
      values = y.mutableSpan
      first = n.mutableSpan
      path.lion(
        values: &values, width: width, touched: touched.span, gradient: gradient.span, momentum: &first, lion,
        fork: fork(threads))
      #expect(x == y && m == n)
    }
  }
}
