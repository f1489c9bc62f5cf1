import Foundation
import Tensors
import Testing

private let widths = [1, 3, 8, 12, 16, 31, 33, 36, 64, 100, 384, 385]

@Test(arguments: InstructionSet.available)
func `inner products agree with double precision, alone and by rows with the same bits`(path: InstructionSet) {
  var numbers = Numbers(seed: 5)
  for width in widths {
    let rows = numbers.array(5 * width), vector = numbers.array(width)
    var fast = [Float](repeating: 0, count: 5)
    var target = fast.mutableSpan
    path.dot(rows: rows.span, with: vector.span, into: &target)
    #expect(distance(fast, Slow.product(rows, vector, rows: 5, count: 1, width: width)) < 2e-5)
    for row in 0..<5 {
      #expect(path.dot(Array(rows[row * width..<(row + 1) * width]).span, vector.span) == fast[row])
    }
  }
}

@Test(arguments: InstructionSet.available)
func `layer norm agrees with double precision, with and without residual and beta`(path: InstructionSet) {
  var numbers = Numbers(seed: 6)
  for width in widths where width > 1 {
    let x = numbers.array(4 * width, scale: 3), residual = numbers.array(4 * width)
    let gamma = numbers.array(width), beta = numbers.array(width)
    var plain = matrix(x, columns: width)
    path.layerNorm(&plain, rows: 4, gamma: gamma.span, beta: Span(), epsilon: 1e-5)
    var apart = Matrix(rows: 4, columns: width)
    path.layerNorm(matrix(x, columns: width), rows: 4, gamma: gamma.span, beta: Span(), epsilon: 1e-5, into: &apart)
    #expect(array(apart.elements) == array(plain.elements), "width \(width)")
    var summed = matrix(x, columns: width)
    path.layerNorm(
      &summed, adding: matrix(residual, columns: width), rows: 3, gamma: gamma.span, beta: beta.span, epsilon: 1e-12)
    for row in 0..<3 {
      let range = row * width..<(row + 1) * width
      let first = Slow.layerNorm(x[range].map(Double.init), gamma: gamma, beta: [], epsilon: 1e-5)
      let second = Slow.layerNorm(range.map { Double(x[$0]) + Double(residual[$0]) }, gamma: gamma, beta: beta, epsilon: 1e-12)
      #expect(distance(array(plain.row(row)), first) < 2e-5, "width \(width)")
      #expect(distance(array(summed.row(row)), second) < 2e-5, "width \(width)")
    }
    #expect(array(summed.row(3)) == Array(x[(3 * width)...]), "rows past the count stay as they are")
  }
}

@Test(arguments: InstructionSet.available)
func `a norm of a sum leaves the sum and gives what the norm of that sum gives`(path: InstructionSet) {
  var numbers = Numbers(seed: 16)
  for width in widths {
    let x = numbers.array(4 * width), branch = numbers.array(4 * width), gamma = numbers.array(width)
    var sum = matrix(x, columns: width), normed = Matrix(rows: 4, columns: width)
    path.layerNorm(
      &sum, adding: matrix(branch, columns: width), rows: 3, gamma: gamma.span, beta: Span(), epsilon: 1e-5, into: &normed)
    #expect(array(sum.elements) == zip(x, branch).enumerated().map { $0 < 3 * width ? $1.0 + $1.1 : $1.0 })
    path.layerNorm(&sum, rows: 3, gamma: gamma.span, beta: Span(), epsilon: 1e-5)
    for row in 0..<3 { #expect(array(sum.row(row)) == array(normed.row(row))) }
  }
}

@Test(arguments: InstructionSet.available)
func `means, maxima, sums and lengths of rows are right`(path: InstructionSet) {
  var numbers = Numbers(seed: 7)
  for width in widths {
    let x = numbers.array(6 * width)
    let held = matrix(x, columns: width)
    var mean = [Float](repeating: 0, count: width), top = mean, sum = Array(x[..<width])
    var target = mean.mutableSpan
    path.mean(of: held, rows: 1..<5, into: &target)
    target = top.mutableSpan
    path.maximum(of: held, rows: 1..<5, into: &target)
    target = sum.mutableSpan
    path.add(Array(x[width..<2 * width]).span, to: &target)
    let columns = (0..<width).map { column in (1..<5).map { Double(x[$0 * width + column]) } }
    #expect(distance(mean, columns.map { $0.reduce(0, +) / 4 }) < 1e-6)
    #expect(distance(top, columns.map { $0.max() ?? 0 }) == 0)
    #expect(distance(sum, (0..<width).map { Double(x[$0] + x[width + $0]) }) == 0)
    target = mean.mutableSpan
    path.normalize(&target)
    #expect(abs(path.dot(mean.span, mean.span) - 1) < 1e-5)
  }
  var zeros = [Float](repeating: 0, count: 5)
  var target = zeros.mutableSpan
  path.normalize(&target)
  #expect(zeros == [0, 0, 0, 0, 0])
}

@Test(arguments: InstructionSet.available)
func `a NaN in a row stays one in the mean and the maximum of its column, whichever row it is`(path: InstructionSet) {
  for width in [1, 5, 16, 37] {
    for row in 0..<4 {
      var x = [Float](repeating: 2, count: 4 * width)
      x[row * width + width - 1] = .nan
      var top = [Float](repeating: 0, count: width), mean = top
      var target = top.mutableSpan
      path.maximum(of: matrix(x, columns: width), rows: 0..<4, into: &target)
      target = mean.mutableSpan
      path.mean(of: matrix(x, columns: width), rows: 0..<4, into: &target)
      for values in [top, mean] {
        #expect(values[width - 1].isNaN && values.dropLast().allSatisfy { $0 == 2 }, "width \(width), row \(row)")
      }
    }
  }
}
