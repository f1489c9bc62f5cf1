import Foundation
import Tensors
import Testing

private let shapes: [(rows: Int, count: Int, width: Int)] = [
  (1, 1, 1), (1, 5, 7), (13, 37, 19), (12, 32, 64), (25, 33, 100), (7, 16, 31), (3, 129, 401), (50, 20, 1000), (4, 3, 0),
]

private func product(_ packed: PackedMatrix, _ input: [Float], bias: [Float] = [], _ activation: Activation = .identity)
  -> [Float]
{
  let rows = packed.width == 0 ? 4 : input.count / packed.width
  var output = [Float](repeating: .nan, count: rows * packed.count)
  var target = output.mutableSpan
  packed.multiply(input.span, bias: bias.span, activation: activation, into: &target)
  return output
}

@Test(arguments: InstructionSet.available)
func `products of every shape agree with sums in double precision`(path: InstructionSet) {
  var numbers = Numbers(seed: 1)
  for shape in shapes {
    let a = numbers.array(shape.rows * shape.width)
    let b = numbers.array(shape.count * shape.width)
    let bias = numbers.array(shape.count)
    let packed = PackedMatrix(b.span, count: shape.count, width: shape.width, for: path)
    let slow = Slow.product(a, b, rows: shape.rows, count: shape.count, width: shape.width)
    let shifted = slow.indices.map { slow[$0] + Double(bias[$0 % shape.count]) }
    let bound = 1e-6 * Double(shape.width + 4).squareRoot() * 4
    #expect(distance(product(packed, a), slow) < bound, "\(shape)")
    #expect(distance(product(packed, a, bias: bias), shifted) < bound, "\(shape)")
    #expect(distance(product(packed, a, bias: bias, .gelu), shifted.map(Slow.gelu)) < 2 * bound, "\(shape)")
    #expect(distance(product(packed, a, bias: bias, .tanh), shifted.map(tanh)) < 2 * bound, "\(shape)")
    #expect(distance(product(packed, a, bias: bias, .relu), shifted.map { max(0, $0) }) < bound, "\(shape)")
  }
}

@Test(arguments: InstructionSet.available)
func `a row of a product has the same bits whatever rows stand beside it`(path: InstructionSet) {
  var numbers = Numbers(seed: 2)
  let width = 421, count = 75, rows = 29
  let a = numbers.array(rows * width)
  let b = numbers.array(count * width)
  let packed = PackedMatrix(b.span, count: count, width: width, for: path)
  let whole = product(packed, a, bias: Array(b[..<count]), .gelu)
  for size in [1, 2, 5, 12, 13, 28] {
    for first in stride(from: 0, to: rows - size + 1, by: 7) {
      let part = product(packed, Array(a[first * width..<(first + size) * width]), bias: Array(b[..<count]), .gelu)
      #expect(part == Array(whole[first * count..<(first + size) * count]))
    }
  }
}

private let openBLAS = try? OpenBLAS.load()

@Test(.enabled(if: openBLAS != nil, "needs libopenblas.so.0"))
func `OpenBLAS computes the same products, on kernels that suit the processor`() throws {
  let library = try OpenBLAS.load()
  var numbers = Numbers(seed: 3)
  let a = numbers.array(17 * 64), b = numbers.array(40 * 64)
  var output = [Float](repeating: 0, count: 17 * 40)
  var target = output.mutableSpan
  library.multiply(a.span, b.span, rows: 17, count: 40, width: 64, into: &target)
  #expect(distance(output, Slow.product(a, b, rows: 17, count: 40, width: 64)) < 1e-5)
  #expect(library.core != "Prescott" || InstructionSet.available[0].name == "portable")
  #expect(measureGEMM(engine: .openBLAS(library), seconds: 0) > 0)
}

@Test(arguments: InstructionSet.available)
func `a measured product has a rate`(path: InstructionSet) {
  #expect(measureGEMM(engine: .own(path), seconds: 0) > 0)
}
