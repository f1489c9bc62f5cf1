import Tensors
import Testing

private let shapes: [(rows: Int, outputs: Int, inputs: Int)] = [
  (1, 1, 1), (2, 5, 7), (3, 13, 37), (390, 12, 32), (5, 50, 129), (2_400, 8, 33), (2_400, 33, 9), (770, 40, 100), (0, 3, 4),
  (130, 200, 70), (100, 70, 200),
]

/// left[:, columns]ᵀ right in double precision.
private func transposedProduct(
  _ left: [Float], width: Int, columns: Range<Int>, _ right: [Float], inputs: Int, rows: Int
) -> [Double] {
  var sums = [Double](repeating: 0, count: columns.count * inputs)
  for row in 0..<rows {
    for (i, column) in columns.enumerated() {
      for j in 0..<inputs { sums[i * inputs + j] += Double(left[row * width + column]) * Double(right[row * inputs + j]) }
    }
  }
  return sums
}

@Test(arguments: InstructionSet.available)
func `sums of outer products agree with double precision, with the same bits for any threads`(path: InstructionSet) {
  var numbers = Numbers(seed: 61)
  var scratch = ProductScratch()
  for (rows, outputs, inputs) in shapes {
    for (margin, scale) in [(0, Float(1)), (3, 0.25)] {
      let width = outputs + 2 * margin, columns = margin..<margin + outputs
      let a = numbers.array((rows + 2) * width), b = numbers.array((rows + 1) * inputs)
      let start = numbers.array(outputs * inputs)
      let slow = transposedProduct(a, width: width, columns: columns, b, inputs: inputs, rows: rows)
      let expected = zip(start, slow).map { Double($0) + Double(scale) * $1 }
      let left = matrix(a, columns: width), right = matrix(b, columns: inputs)
      var first: [Float]?
      for threads in [1, 2, 7] {
        var fast = start
        var target = fast.mutableSpan
        path.addTransposedProduct(
          left, columns: columns, right, rows: rows, scale: scale, scratch: &scratch, into: &target, fork: fork(threads))
        #expect(distance(fast, expected) < 1e-6 * Double(rows + 4).squareRoot() * 4, "\(rows), \(outputs) x \(inputs)")
        #expect(fast == first ?? fast, "\(threads) threads")
        first = fast
      }
    }
  }
}

@Test(arguments: InstructionSet.available)
func `a transposed matrix gives products with the rows it was made of, packed anew by any threads`(path: InstructionSet) {
  var numbers = Numbers(seed: 62)
  for (rows, count, width) in [(1, 1, 1), (13, 37, 19), (12, 64, 32), (3, 401, 129), (25, 33, 100)] {
    let weight = numbers.array(count * width), input = numbers.array(rows * count), forward = numbers.array(rows * width)
    let transposed = (0..<width * count).map { weight[$0 % count * width + $0 / count] }
    let slow = Slow.product(input, transposed, rows: rows, count: width, width: count)
    let plain = Slow.product(forward, weight, rows: rows, count: count, width: width)
    for threads in [1, 2, 7] {
      let back = PackedMatrix(transposing: numbers.array(count * width).span, count: count, width: width, for: path)
      back.repack(weight.span, fork: fork(threads))
      var out = Matrix(rows: rows, columns: width)
      back.multiply(matrix(input, columns: count), rows: 0..<rows, bias: Span(), into: &out, at: 0, fork: fork(threads))
      #expect(distance(array(out.elements), slow) < 1e-6 * Double(count + 4).squareRoot() * 4)
      let packed = PackedMatrix(numbers.array(count * width).span, count: count, width: width, for: path)
      packed.repack(weight.span, fork: fork(threads))
      var product = Matrix(rows: rows, columns: count)
      packed.multiply(matrix(forward, columns: width), rows: 0..<rows, bias: Span(), into: &product, at: 0)
      #expect(distance(array(product.elements), plain) < 1e-6 * Double(width + 4).squareRoot() * 4)
    }
  }
}

@Test(arguments: InstructionSet.available)
func `products from columns to columns are stored or added, and leave other columns alone`(path: InstructionSet) {
  var numbers = Numbers(seed: 63)
  for (rows, count, width) in [(1, 1, 1), (13, 37, 19), (12, 64, 32), (3, 129, 401), (40, 8, 500)] {
    let weight = numbers.array(count * width), x = numbers.array((rows + 1) * (width + 5))
    let start = numbers.array((rows + 2) * (count + 4))
    let input = (0..<rows * width).map { x[($0 / width + 1) * (width + 5) + 2 + $0 % width] }
    let slow = Slow.product(input, weight, rows: rows, count: count, width: width)
    let packed = PackedMatrix(weight.span, count: count, width: width, for: path)
    for accumulates in [false, true] {
      var expected = start.map(Double.init)
      for i in slow.indices {
        let at = (i / count + 2) * (count + 4) + 1 + i % count
        expected[at] = slow[i] + (accumulates ? expected[at] : 0)
      }
      for threads in [1, 2, 7] {
        var out = matrix(start, columns: count + 4)
        packed.multiply(
          matrix(x, columns: width + 5), columns: 2..<2 + width, rows: 1..<rows + 1, into: &out, columns: 1..<1 + count, at: 2,
          accumulates: accumulates, fork: fork(threads))
        #expect(distance(array(out.elements), expected) < 1e-6 * Double(width + 4).squareRoot() * 4)
      }
    }
  }
}
