import Tensors
import Testing

/// Numbers of all magnitudes that activations see, with zero and the ends of the fits.
private func inputs(_ count: Int, seed: UInt64) -> [Float] {
  var numbers = Numbers(seed: seed)
  var x = (0..<count).map { numbers.next() * ($0 % 3 == 0 ? 1 : $0 % 3 == 1 ? 8 : 30) }
  for (i, edge) in [Float(0), 5.6, -5.6, 5.7, -5.7, 50, -50, 88, -100].enumerated() where i < count { x[i] = edge }
  return x
}

@Test(arguments: InstructionSet.available)
func `derivatives of activations agree with finite differences in double precision`(path: InstructionSet) {
  for activation in activations {
    for (rows, columns) in [(1, 1), (3, 37), (40, 500)] {
      let x = inputs((rows + 1) * columns, seed: 64)
      var first: [Float]?
      for threads in [1, 2, 7] {
        var d = matrix([Float](repeating: 1, count: (rows + 1) * columns), columns: columns)
        path.activationBackward(activation, input: matrix(x, columns: columns), gradient: &d, rows: rows, fork: fork(threads))
        let slow = x.indices.map { $0 < rows * columns ? Slow.derivative(activation, Double(x[$0])) : 1 }
        #expect(distance(array(d.elements), slow) < 6e-7, "\(activation), \(rows) x \(columns)")
        #expect(array(d.elements) == first ?? array(d.elements))
        first = array(d.elements)
      }
    }
  }
}

@Test(arguments: InstructionSet.available)
func `activations out of place have the bits of those in place`(path: InstructionSet) {
  for activation in activations {
    let x = inputs(41 * 401, seed: 65)
    let input = matrix(x, columns: 401)
    var expected = Array(x[..<(40 * 401)])
    var target = expected.mutableSpan
    path.apply(activation, to: &target)
    for threads in [1, 2, 7] {
      var output = Matrix(rows: 41, columns: 401)
      path.activate(activation, input, rows: 40, into: &output, fork: fork(threads))
      #expect(array(output.elements) == expected + [Float](repeating: 0, count: 401), "\(activation)")
    }
    #expect(array(input.elements) == x)
  }
}

@Test(arguments: InstructionSet.available)
func `gates and their gradients agree with finite differences, for both orders`(path: InstructionSet) {
  var numbers = Numbers(seed: 66)
  for activation in activations {
    for order in [GateOrder.first, .second] {
      for (rows, width) in [(1, 1), (50, 37), (3, 64)] {
        let x = numbers.array(rows * 2 * width, scale: 3), d = numbers.array(rows * width)
        let first = order == .first ? 0 : width
        let pairs = (0..<rows * width).map { i in
          let at = i / width * 2 * width + i % width
          return (Double(x[at + first]), Double(x[at + width - first]))
        }
        let product = pairs.map { Slow.activation(activation, $0.0) * $0.1 }
        var slow = [Double](repeating: 0, count: x.count)
        for (i, pair) in pairs.enumerated() {
          let at = i / width * 2 * width + i % width
          slow[at + first] = Double(d[i]) * pair.1 * Slow.derivative(activation, pair.0)
          slow[at + width - first] = Double(d[i]) * Slow.activation(activation, pair.0)
        }
        for threads in [1, 2, 7] {
          let inner = matrix(x, columns: 2 * width)
          var out = Matrix(rows: rows, columns: width), gradient = Matrix(rows: rows, columns: 2 * width)
          path.gate(keeping: inner, rows: rows, activation: activation, activated: order, into: &out, fork: fork(threads))
          path.gateBackward(
            input: inner, gradient: matrix(d, columns: width), activation: activation, activated: order, into: &gradient,
            rows: rows, fork: fork(threads))
          #expect(distance(array(out.elements), product) < 4e-6)
          #expect(distance(array(gradient.elements), slow) < 4e-6)
        }
      }
    }
  }
}
