internal import Tensors

/// A linear layer: y = x Wᵀ + b, or without b.
struct Linear: Sendable {
  let weight: LinearWeight
  let bias: WeightMemory

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
    weight = reader.linearWeight(names, inputs: inputs, outputs: outputs, precision: precision ?? reader.precision)
    bias = hasBias ? reader.weights(names.map { "\($0).bias" }, [outputs]) : WeightMemory([])
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
