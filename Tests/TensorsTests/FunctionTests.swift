import Foundation
import Tensors
import Testing

/// Many floats between two bounds, denser near zero, in a count that leaves a tail for every vector width.
private func sweep(_ low: Double, _ high: Double) -> [Float] {
  let even = (0...200_000).map { Float(low + (high - low) * Double($0) / 200_000) }
  let small = (0...2_000).map { Float(pow(10, -8 + 8 * Double($0) / 2_000)) }
  return (even + small + small.map { -$0 } + [0, 1, -1]).filter { Double($0) >= low && Double($0) <= high }
}

private func applied(_ xs: [Float], _ function: (inout MutableSpan<Float>) -> Void) -> [Float] {
  var out = xs
  var target = out.mutableSpan
  function(&target)
  return out
}

@Test(arguments: InstructionSet.available)
func `exp stays within 2.5e-7 of libm, relatively`(path: InstructionSet) {
  let xs = sweep(-87, 88)
  let fast = applied(xs) { path.exponentiate(&$0) }
  let worst = largest(zip(xs, fast).map { abs(Double($1) / exp(Double($0)) - 1) })
  #expect(worst < 2.5e-7)
  #expect(applied([-200, -.infinity]) { path.exponentiate(&$0) }.allSatisfy { $0 >= 0 && $0 < 2e-38 })
}

@Test(arguments: InstructionSet.available)
func `GELU stays within 4e-7 of |x| of the form with erf`(path: InstructionSet) {
  let xs = sweep(-20, 20) + [1e20, -1e20]
  let fast = applied(xs) { path.apply(.gelu, to: &$0) }
  let worst = largest(zip(xs, fast).map { abs(Double($1) - Slow.gelu(Double($0))) / max(abs(Double($0)), 1e-30) })
  #expect(worst < 4e-7)
  #expect(applied([-1e20, -8]) { path.apply(.gelu, to: &$0) }.allSatisfy { abs($0) < 3e-7 })
}

@Test(arguments: InstructionSet.available)
func `GELU with tanh and SiLU stay within 4e-7 of |x|`(path: InstructionSet) {
  let xs = sweep(-20, 20) + [1e18, -1e18]
  for (activation, slow) in [(Activation.geluTanh, Slow.geluTanh), (.silu, Slow.silu)] {
    let fast = applied(xs) { path.apply(activation, to: &$0) }
    let worst = largest(zip(xs, fast).map { abs(Double($1) - slow(Double($0))) / max(abs(Double($0)), 1e-30) })
    #expect(worst < 4e-7, "\(activation)")
    #expect(applied([-1e18, -100]) { path.apply(activation, to: &$0) }.allSatisfy { abs($0) < 1e-19 }, "\(activation)")
  }
}

@Test(arguments: InstructionSet.available)
func `tanh stays within 2.5e-7 of libm`(path: InstructionSet) {
  let xs = sweep(-30, 30) + [1e20, -1e20]
  let fast = applied(xs) { path.apply(.tanh, to: &$0) }
  #expect(distance(fast, xs.map { tanh(Double($0)) }) < 2.5e-7)
}

@Test(arguments: InstructionSet.available)
func `a NaN stays one, in whole vectors and in the tail`(path: InstructionSet) {
  for count in [1, 16, 37] {
    let xs = [Float](repeating: 1, count: count - 1) + [.nan]
    for activation in [Activation.gelu, .geluTanh, .silu, .relu, .tanh] {
      let out = applied(xs) { path.apply(activation, to: &$0) }
      #expect(out.indices.allSatisfy { out[$0].isNaN == ($0 == count - 1) }, "\(activation), \(count)")
      let first = applied(xs.reversed()) { path.apply(activation, to: &$0) }
      #expect(first[0].isNaN, "\(activation), \(count)")
    }
    #expect(applied(xs) { path.exponentiate(&$0) }[count - 1].isNaN)
    #expect(applied(xs) { path.softmax(&$0, columns: count, scale: 1) }.allSatisfy { $0.isNaN })
  }
}

@Test(arguments: InstructionSet.available)
func `softmax rows add up to one and agree with double precision`(path: InstructionSet) {
  var numbers = Numbers(seed: 4)
  for columns in [1, 2, 7, 8, 15, 16, 17, 31, 33, 100, 257] {
    let x = numbers.array(3 * columns, scale: 40)
    let fast = applied(x) { path.softmax(&$0, columns: columns, scale: 0.25) }
    for row in 0..<3 {
      let range = row * columns..<(row + 1) * columns
      let slow = Slow.softmax(x[range].map { Double($0) * 0.25 })
      #expect(distance(Array(fast[range]), slow) < 4e-6)
    }
  }
}

@Test(arguments: InstructionSet.available)
func `half precision and bfloat16 decode exactly, every one of the 65,536 patterns`(path: InstructionSet) {
  let patterns = (0...UInt16.max).map { $0.littleEndian }
  var fast = [Float](repeating: 0, count: 65_536)
  var target = fast.mutableSpan
  unsafe path.decode(patterns.span.bytes, as: .float16, into: &target)
  for pattern in patterns {
    let exact = Float(Float16(bitPattern: pattern))
    let value = fast[Int(pattern)]
    #expect(value.bitPattern == exact.bitPattern || (value.isNaN && exact.isNaN), "pattern \(pattern)")
  }
  target = fast.mutableSpan
  unsafe path.decode(patterns.span.bytes, as: .bfloat16, into: &target)
  #expect(patterns.allSatisfy { fast[Int($0)].bitPattern == UInt32($0) << 16 })
}
