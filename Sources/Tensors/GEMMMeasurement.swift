/// Who computes a measured product.
public enum GEMMEngine: Sendable {
  /// Winnow's own kernels of a path.
  case own(InstructionSet)
  /// OpenBLAS.
  case openBLAS(OpenBLAS)
}

/// GFLOP/s of one thread on products of 384 x 1,536 x 384, the shape of MiniLM's feed-forward layers: the best of the runs that fit
/// into `seconds`.
public func measureGEMM(engine: GEMMEngine, seconds: Double) -> Double {
  let rows = 384, count = 1536, width = 384
  var input = Matrix(rows: rows, columns: width)
  fill(&input)
  var weight = Matrix(rows: count, columns: width)
  fill(&weight)
  var output = Matrix(rows: rows, columns: count)
  let clock = ContinuousClock()
  let flops = 2.0 * Double(rows) * Double(count) * Double(width)
  switch engine {
  case .own(let instructionSet):
    let packed = PackedMatrix(weight.elements, count: count, width: width, for: instructionSet)
    let best = shortest(within: seconds) {
      clock.measure { packed.multiply(input, rows: 0..<rows, bias: Span(), into: &output, at: 0) }
    }
    return flops / best * 1e-9
  case .openBLAS(let library):
    let best = shortest(within: seconds) {
      clock.measure {
        var target = output.mutableElements
        library.multiply(input.elements, weight.elements, rows: rows, count: count, width: width, into: &target)
      }
    }
    return flops / best * 1e-9
  }
}

private func fill(_ matrix: inout Matrix) {
  var elements = matrix.mutableElements
  for index in elements.indices { elements[index] = Float(index % 17) / 17 - 0.5 }
}

/// The shortest run in seconds; runs until `seconds` have passed, at least once.
private func shortest(within seconds: Double, _ run: () -> Duration) -> Double {
  let clock = ContinuousClock()
  let end = clock.now.advanced(by: .seconds(max(0, seconds)))
  var best = run()
  while clock.now < end { best = min(best, run()) }
  return best / .seconds(1)
}
