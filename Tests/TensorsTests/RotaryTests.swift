import Foundation
import Tensors
import Testing

private func frequencies(_ headWidth: Int) -> [Float] {
  (0..<headWidth / 2).map { Float(pow(10_000, -2 * Double($0) / Double(headWidth))) }
}

/// Rotation in double precision: x cos + rotate_half(x) sin on queries and keys.
private func slowRotation(_ x: [Float], length: Int, shape: AttentionShape) -> [Double] {
  let half = shape.headWidth / 2, row = 3 * shape.width
  var out = x.map(Double.init)
  for position in 0..<length {
    for head in 0..<2 * shape.heads {
      for (i, frequency) in frequencies(shape.headWidth).enumerated() {
        let angle = Double(Float(position) * frequency)
        let first = position * row + head * shape.headWidth + i, second = first + half
        out[first] = Double(x[first]) * cos(angle) - Double(x[second]) * sin(angle)
        out[second] = Double(x[second]) * cos(angle) + Double(x[first]) * sin(angle)
      }
    }
  }
  return out
}

@Test(arguments: InstructionSet.available)
func `rotation agrees with double precision and leaves values and other rows alone`(path: InstructionSet) {
  var numbers = Numbers(seed: 16)
  for (length, heads, headWidth) in [(1, 1, 2), (5, 3, 6), (40, 2, 32), (150, 2, 34), (9, 1, 64)] {
    let shape = AttentionShape(heads: heads, headWidth: headWidth, scale: 1)
    let row = 3 * shape.width
    let x = numbers.array((length + 3) * row, scale: 3)
    var fast = matrix(x, columns: row)
    let table = RotaryTable(positions: 150, headWidth: headWidth, frequencies: frequencies(headWidth))
    path.rotate(&fast, rows: 2..<length + 2, shape: shape, table: table)
    for threads in [2, 7] {
      var forked = matrix(x, columns: row)
      path.rotate(&forked, rows: 2..<length + 2, shape: shape, table: table, fork: fork(threads))
      #expect(array(forked.elements) == array(fast.elements), "\(length) x \(heads) x \(headWidth), \(threads) threads")
    }
    let slow = slowRotation(Array(x[2 * row..<(length + 2) * row]), length: length, shape: shape)
    let out = array(fast.elements)
    #expect(distance(Array(out[2 * row..<(length + 2) * row]), slow) < 1e-6, "\(length) x \(heads) x \(headWidth)")
    #expect(out[..<(2 * row)] == x[..<(2 * row)] && out[((length + 2) * row)...] == x[((length + 2) * row)...])
    #expect((2..<length + 2).allSatisfy { r in (2 * shape.width..<row).allSatisfy { out[r * row + $0] == x[r * row + $0] } })
  }
}

@Test(arguments: InstructionSet.available)
func `the gradient of a rotation is its transpose, and takes it back`(path: InstructionSet) {
  var numbers = Numbers(seed: 26)
  for (length, heads, headWidth) in [(1, 1, 2), (5, 3, 6), (40, 2, 32), (150, 2, 34)] {
    let shape = AttentionShape(heads: heads, headWidth: headWidth, scale: 1), row = 3 * shape.width
    let x = numbers.array((length + 2) * row), gradient = numbers.array((length + 2) * row)
    let table = RotaryTable(positions: 150, headWidth: headWidth, frequencies: frequencies(headWidth))
    var rotated = matrix(x, columns: row), back = matrix(gradient, columns: row)
    path.rotate(&rotated, rows: 1..<length + 1, shape: shape, table: table)
    path.rotateBackward(&back, rows: 1..<length + 1, shape: shape, table: table)
    let (y, found) = (array(rotated.elements), array(back.elements))
    // g · R x = Rᵀ g · x, for each row's queries and keys.
    for start in stride(from: row, to: (length + 1) * row, by: row) {
      let forward = (start..<start + row).reduce(0.0) { $0 + Double(gradient[$1]) * Double(y[$1]) }
      let backward = (start..<start + row).reduce(0.0) { $0 + Double(found[$1]) * Double(x[$1]) }
      #expect(abs(forward - backward) < 1e-5)
      #expect((2 * shape.width..<row).allSatisfy { found[start + $0] == gradient[start + $0] })
    }
    #expect(found[..<row] == gradient[..<row] && found[((length + 1) * row)...] == gradient[((length + 1) * row)...])
    path.rotateBackward(&rotated, rows: 1..<length + 1, shape: shape, table: table)
    #expect(distance(array(rotated.elements), x.map(Double.init)) < 1e-6)
  }
}

@Test(arguments: InstructionSet.available)
func `the gate is the activation of one half times the other`(path: InstructionSet) {
  var numbers = Numbers(seed: 17)
  let functions: [(Activation, (Double) -> Double)] = [
    (.gelu, Slow.gelu), (.relu, { max(0, $0) }), (.tanh, { tanh($0) }), (.identity, { $0 }),
  ]
  for width in [1, 7, 16, 33, 100] {
    let x = numbers.array(3 * 2 * width, scale: 4)
    for (activation, function) in functions {
      for order in [GateOrder.first, .second] {
        var inner = matrix(x, columns: 2 * width), output = matrix([Float](repeating: 7, count: 3 * width), columns: width)
        path.gate(&inner, rows: 2, activation: activation, activated: order, into: &output)
        let slow = (0..<2 * width).map { place in
          let row = place / width, first = row * 2 * width + place % width, second = first + width
          let activated = order == .first ? first : second
          return function(Double(x[activated])) * Double(x[first + second - activated])
        }
        #expect(distance(Array(array(output.elements)[..<(2 * width)]), slow) < 1e-5, "\(activation), \(order), \(width)")
        #expect(array(output.row(2)).allSatisfy { $0 == 7 })
      }
    }
  }
}
