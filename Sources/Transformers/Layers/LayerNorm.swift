internal import Tensors

/// Layer normalisation with scale and shift, or with scale alone.
struct LayerNorm: Sendable {
  let gamma: WeightMemory
  let beta: WeightMemory
  let epsilon: Float
  let instructionSet: InstructionSet

  /// Reads `name`.weight and, if it has one, `name`.bias.
  init(_ name: String, width: Int, epsilon: Float, bias hasBias: Bool = true, from reader: inout WeightReader) {
    gamma = reader.weights(["\(name).weight"], [width])
    beta = hasBias ? reader.weights(["\(name).bias"], [width]) : WeightMemory([])
    self.epsilon = epsilon
    instructionSet = reader.instructionSet
  }

  /// matrix = norm(matrix), its first `rows` rows.
  func apply(_ matrix: inout Matrix, rows: Int, fork: Fork = .serial) {
    instructionSet.layerNorm(&matrix, rows: rows, gamma: gamma.span, beta: beta.span, epsilon: epsilon, fork: fork)
  }

  /// matrix = norm(matrix + branch), its first `rows` rows.
  func apply(_ matrix: inout Matrix, adding branch: borrowing Matrix, rows: Int, fork: Fork = .serial) {
    instructionSet.layerNorm(
      &matrix, adding: branch, rows: rows, gamma: gamma.span, beta: beta.span, epsilon: epsilon, fork: fork)
  }

  /// matrix += branch; normed = norm(matrix): what stands before a sublayer of a model normalised first. Its first `rows` rows.
  func apply(_ matrix: inout Matrix, adding branch: borrowing Matrix, rows: Int, into normed: inout Matrix, fork: Fork = .serial)
  {
    instructionSet.layerNorm(
      &matrix, adding: branch, rows: rows, gamma: gamma.span, beta: beta.span, epsilon: epsilon, into: &normed, fork: fork)
  }

  /// hidden = norm(hidden + branch): what stands behind a sublayer of a model that normalises afterwards.
  func close(_ memory: Workspace, rows: Int) {
    memory.measure(.norms) { apply(&memory.hidden, adding: memory.branch, rows: rows, fork: memory.fork) }
  }

  /// residual += branch; hidden = norm(residual): what stands before a sublayer of a model that normalises first.
  func open(_ memory: Workspace, rows: Int) {
    memory.measure(.norms) {
      apply(&memory.residual, adding: memory.branch, rows: rows, into: &memory.hidden, fork: memory.fork)
    }
  }
}
