import Dispatch
import Tensors
import Testing

/// Parts on as many threads as the system gives.
func fork(_ width: Int) -> Fork {
  Fork(width: width) { count, part in DispatchQueue.concurrentPerform(iterations: count) { part($0) } }
}

@Test(arguments: InstructionSet.available)
func `a product split by columns has the same bits`(path: InstructionSet) {
  var numbers = Numbers(seed: 18)
  for (rows, count, width) in [(1, 1, 3), (12, 384, 64), (7, 129, 401), (30, 33, 20)] {
    let input = matrix(numbers.array(rows * width), columns: width)
    let bias = numbers.array(count)
    let packed = PackedMatrix(numbers.array(count * width).span, count: count, width: width, for: path)
    var whole = Matrix(rows: rows, columns: count), split = Matrix(rows: rows, columns: count)
    packed.multiply(input, rows: 0..<rows, bias: bias.span, activation: .gelu, into: &whole, at: 0)
    for threads in [2, 3, 40] {
      packed.multiply(input, rows: 0..<rows, bias: bias.span, activation: .gelu, into: &split, at: 0, fork: fork(threads))
      #expect(array(split.elements) == array(whole.elements), "\(rows) x \(count) x \(width), \(threads) threads")
    }
    packed.multiply(input, rows: 0..<rows, bias: Span(), into: &whole, at: 0)
    packed.multiply(input, rows: 0..<rows, bias: Span(), into: &split, at: 0, fork: fork(2))
    #expect(array(split.elements) == array(whole.elements))
  }
}

@Test(arguments: InstructionSet.available.flatMap { [$0, $0.withoutVNNI] })
func `a quantised product split by columns has the same bits`(path: InstructionSet) {
  var numbers = Numbers(seed: 25)
  for (rows, count, width) in [(1, 1, 3), (12, 384, 64), (7, 129, 401), (70, 33, 20), (1_200, 70, 384)] {
    let input = matrix(numbers.array(rows * width), columns: width)
    let bias = numbers.array(count)
    let packed = QuantizedMatrix(numbers.array(count * width).span, count: count, width: width, for: path)
    var whole = Matrix(rows: rows, columns: count), split = Matrix(rows: rows, columns: count)
    packed.multiply(input, rows: 0..<rows, bias: bias.span, activation: .gelu, into: &whole, at: 0)
    for threads in [2, 3, 40] {
      packed.multiply(input, rows: 0..<rows, bias: bias.span, activation: .gelu, into: &split, at: 0, fork: fork(threads))
      #expect(array(split.elements) == array(whole.elements), "\(rows) x \(count) x \(width), \(threads) threads")
    }
    packed.multiply(input, rows: 0..<rows, bias: Span(), into: &whole, at: 0)
    packed.multiply(input, rows: 0..<rows, bias: Span(), into: &split, at: 0, fork: fork(2))
    #expect(array(split.elements) == array(whole.elements))
  }
}

@Test(arguments: InstructionSet.available)
func `attention split by heads has the same bits`(path: InstructionSet) {
  var numbers = Numbers(seed: 19)
  for window in [nil, 5] {
    let shape = AttentionShape(heads: 5, headWidth: 12, scale: 0.3, window: window), length = 70
    let x = matrix(numbers.array(length * 3 * shape.width), columns: 3 * shape.width)
    var whole = Matrix(rows: length, columns: shape.width), split = Matrix(rows: length, columns: shape.width)
    for threads in [1, 2, 7] {
      var scratch = Matrix(rows: threads, columns: shape.scratchSize(length: length, on: path))
      path.attend(x, rows: 0..<length, shape: shape, scratch: &scratch, into: &whole)
      path.attend(x, rows: 0..<length, shape: shape, scratch: &scratch, into: &split, fork: fork(threads))
      #expect(array(split.elements) == array(whole.elements), "\(threads) threads")
    }
  }
}

@Test(arguments: InstructionSet.available)
func `layer norm split by rows has the same bits`(path: InstructionSet) {
  var numbers = Numbers(seed: 20)
  let rows = 131, width = 37
  let x = numbers.array(rows * width), gamma = numbers.array(width), beta = numbers.array(width)
  let residual = matrix(numbers.array(rows * width), columns: width)
  var whole = matrix(x, columns: width), split = matrix(x, columns: width)
  path.layerNorm(&whole, adding: residual, rows: rows - 1, gamma: gamma.span, beta: beta.span, epsilon: 1e-6)
  path.layerNorm(
    &split, adding: residual, rows: rows - 1, gamma: gamma.span, beta: beta.span, epsilon: 1e-6, fork: fork(3))
  #expect(array(split.elements) == array(whole.elements))
}
