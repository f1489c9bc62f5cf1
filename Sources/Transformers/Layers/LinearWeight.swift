internal import Tensors

/// The weight of a linear layer, held in one precision only, or under training.
enum LinearWeight: Sendable {
  case fp32(PackedMatrix)
  case int8(QuantizedMatrix)
  case training(TrainingWeight)

  /// Packs `count` rows of `width` floats. Rows too wide for exact sums in eight bits stay in single precision.
  init(_ rows: Span<Float>, count: Int, width: Int, on instructionSet: InstructionSet, precision: Precision) {
    if precision == .int8, width <= QuantizedMatrix.widthLimit {
      self = .int8(QuantizedMatrix(rows, count: count, width: width, for: instructionSet))
    } else {
      self = .fp32(PackedMatrix(rows, count: count, width: width, for: instructionSet))
    }
  }

  /// The path whose kernels it is packed for.
  var instructionSet: InstructionSet {
    switch self {
    case .fp32(let matrix): matrix.instructionSet
    case .int8(let matrix): matrix.instructionSet
    case .training(let weight): weight.packed.instructionSet
    }
  }

  /// Outputs of the layer.
  var count: Int {
    switch self {
    case .fp32(let matrix): matrix.count
    case .int8(let matrix): matrix.count
    case .training(let weight): weight.packed.count
    }
  }

  /// Inputs of the layer.
  var width: Int {
    switch self {
    case .fp32(let matrix): matrix.width
    case .int8(let matrix): matrix.width
    case .training(let weight): weight.packed.width
    }
  }

  /// As the matrices' own `multiply`.
  func multiply(
    _ input: borrowing Matrix, rows: Range<Int>, bias: Span<Float>, activation: Activation, into output: inout Matrix,
    at first: Int, fork: Fork
  ) {
    switch self {
    case .fp32(let matrix):
      matrix.multiply(input, rows: rows, bias: bias, activation: activation, into: &output, at: first, fork: fork)
    case .int8(let matrix):
      matrix.multiply(input, rows: rows, bias: bias, activation: activation, into: &output, at: first, fork: fork)
    case .training(let weight):
      weight.multiply(input, rows: rows, bias: bias, activation: activation, into: &output, at: first, fork: fork)
    }
  }
}
