import Tensors
import Testing

private struct NormGradients {
  var x: [Double], gamma: [Double], beta: [Double]

  /// By finite differences of the sum of d * layerNorm(x), in double precision.
  init(x: [Float], d: [Float], gamma: [Float], beta: [Float], epsilon: Double) {
    let width = gamma.count
    self.x = []
    self.gamma = [Double](repeating: 0, count: width)
    self.beta = self.gamma
    for first in stride(from: 0, to: x.count, by: width) {
      let row = x[first..<first + width].map(Double.init)
      let unscaled = Slow.layerNorm(row, gamma: [Float](repeating: 1, count: width), beta: [], epsilon: epsilon)
      for i in 0..<width {
        self.gamma[i] += Double(d[first + i]) * unscaled[i]
        self.beta[i] += Double(d[first + i])
        self.x.append(
          Slow.difference(at: row[i]) {
            var moved = row
            moved[i] = $0
            let out = Slow.layerNorm(moved, gamma: gamma, beta: beta, epsilon: epsilon)
            return out.indices.reduce(0) { $0 + out[$1] * Double(d[first + $1]) }
          })
      }
    }
  }
}

@Test(arguments: InstructionSet.available)
func `layer norm backward agrees with finite differences, with the same bits for any threads`(path: InstructionSet) {
  var numbers = Numbers(seed: 67)
  for (rows, width, epsilon) in [(1, 2, Float(1e-5)), (3, 7, 1e-12), (70, 37, 1e-5), (33, 64, 1e-12), (2, 130, 1e-5)] {
    let x = numbers.array((rows + 1) * width, scale: 3), d = numbers.array((rows + 1) * width)
    let gamma = numbers.array(width), beta = numbers.array(width), start = numbers.array(width)
    let slow = NormGradients(
      x: Array(x[..<(rows * width)]), d: d, gamma: gamma, beta: beta, epsilon: Double(epsilon))
    var first: [Float]?
    for threads in [1, 2, 7] {
      var gradient = matrix(d, columns: width), g = start, b = start, empty: [Float] = [], alsoEmpty: [Float] = []
      var gammaGradient = g.mutableSpan, betaGradient = b.mutableSpan
      path.layerNormBackward(
        input: matrix(x, columns: width), gamma: gamma.span, epsilon: epsilon, gradient: &gradient, rows: rows,
        gammaGradient: &gammaGradient, betaGradient: &betaGradient, fork: fork(threads))
      // A row of two numbers that are near each other has a large gradient.
      let size = max(1, slow.x.map { abs($0) }.max() ?? 0)
      #expect(
        distance(array(gradient.elements), slow.x + d[(rows * width)...].map(Double.init)) < 4e-6 * size, "\(rows) x \(width)")
      #expect(distance(g, zip(start, slow.gamma).map { Double($0) + $1 }) < 1e-5)
      #expect(distance(b, zip(start, slow.beta).map { Double($0) + $1 }) < 1e-5)
      let all = array(gradient.elements) + g + b
      #expect(all == first ?? all, "\(threads) threads")
      first = all
      var none = empty.mutableSpan, alsoNone = alsoEmpty.mutableSpan
      var frozen = matrix(d, columns: width)
      path.layerNormBackward(
        input: matrix(x, columns: width), gamma: gamma.span, epsilon: epsilon, gradient: &frozen, rows: rows,
        gammaGradient: &none, betaGradient: &alsoNone)
      #expect(array(frozen.elements) == array(gradient.elements))
    }
  }
}

@Test(arguments: InstructionSet.available)
func `sums of columns agree with double precision, with the same bits for any threads`(path: InstructionSet) {
  var numbers = Numbers(seed: 68)
  for (rows, width, columns) in [(1, 1, 0..<1), (600, 37, 3..<30), (300, 400, 1..<400), (0, 5, 0..<5)] {
    let x = numbers.array((rows + 1) * width), start = numbers.array(columns.count)
    let slow = columns.enumerated().map { i, column in
      (0..<rows).reduce(Double(start[i])) { $0 + Double(x[$1 * width + column]) }
    }
    var first: [Float]?
    for threads in [1, 2, 7] {
      var sums = start
      var target = sums.mutableSpan
      path.addColumnSums(of: matrix(x, columns: width), columns: columns, rows: rows, into: &target, fork: fork(threads))
      #expect(distance(sums, slow) < 2e-5)
      #expect(sums == first ?? sums)
      first = sums
    }
  }
}
