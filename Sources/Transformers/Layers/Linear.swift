internal import Tensors

/// A linear layer: y = x Wᵀ + b, or without b.
struct Linear: Sendable {
  let weight: LinearWeight
  let bias: [Float]

  /// Reads `name`.weight (outputs x inputs) and, if it has one, `name`.bias.
  ///
  /// `precision` is the reader's where it is nil; heads ask for fp32.
  init(
    _ name: String, inputs: Int, outputs: Int, bias hasBias: Bool = true, precision: Precision? = nil,
    from reader: inout WeightReader
  ) {
    self.init([name], inputs: inputs, outputs: outputs, bias: hasBias, precision: precision, from: &reader)
  }

  /// One layer whose outputs are those of several layers of equal size, one after the other.
  init(
    _ names: [String], inputs: Int, outputs: Int, bias hasBias: Bool = true, precision: Precision? = nil,
    from reader: inout WeightReader
  ) {
    var rows: [Float] = [], bias: [Float] = []
    for name in names {
      rows += reader.floats("\(name).weight", [outputs, inputs])
      if hasBias { bias += reader.floats("\(name).bias", [outputs]) }
    }
    // Rows are missing only when the reader has noted it.
    let isWhole = rows.count == outputs * names.count * inputs
    weight = LinearWeight(
      rows.span.extracting(0..<(isWhole ? rows.count : 0)), count: isWhole ? outputs * names.count : 0,
      width: isWhole ? inputs : 0, on: reader.instructionSet,
      precision: precision ?? reader.precision)
    self.bias = bias
  }

  /// Rows of `input` through the layer, into the rows of `output` from `first` on.
  func apply(
    _ input: borrowing Matrix, rows: Range<Int>, activation: Activation = .identity, into output: inout Matrix, at first: Int,
    fork: Fork = .serial
  ) {
    weight.multiply(input, rows: rows, bias: bias.span, activation: activation, into: &output, at: first, fork: fork)
  }

  /// Floating-point operations of its product with some rows.
  func flops(rows: Int) -> Double { 2 * Double(rows) * Double(weight.count) * Double(weight.width) }
}
