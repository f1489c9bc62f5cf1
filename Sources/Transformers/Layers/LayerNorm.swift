internal import Tensors

/// Layer normalisation with scale and shift, or with scale alone.
struct LayerNorm: Sendable {
  let gamma: [Float]
  let beta: [Float]
  let epsilon: Float
  let instructionSet: InstructionSet

  /// Reads `name`.weight and, if it has one, `name`.bias.
  init(_ name: String, width: Int, epsilon: Float, bias hasBias: Bool = true, from reader: inout WeightReader) {
    gamma = reader.floats("\(name).weight", [width])
    beta = hasBias ? reader.floats("\(name).bias", [width]) : []
    self.epsilon = epsilon
    instructionSet = reader.instructionSet
  }

  /// matrix = norm(matrix), its first `rows` rows.
  func apply(_ matrix: inout Matrix, rows: Int) {
    instructionSet.layerNorm(&matrix, rows: rows, gamma: gamma.span, beta: beta.span, epsilon: epsilon)
  }

  /// matrix = norm(matrix + branch), its first `rows` rows.
  func apply(_ matrix: inout Matrix, adding branch: borrowing Matrix, rows: Int) {
    instructionSet.layerNorm(&matrix, adding: branch, rows: rows, gamma: gamma.span, beta: beta.span, epsilon: epsilon)
  }

  /// matrix += branch; normed = norm(matrix): what stands before a sublayer of a model normalised first. Its first `rows` rows.
  func apply(_ matrix: inout Matrix, adding branch: borrowing Matrix, rows: Int, into normed: inout Matrix) {
    instructionSet.layerNorm(
      &matrix, adding: branch, rows: rows, gamma: gamma.span, beta: beta.span, epsilon: epsilon, into: &normed)
  }
}
