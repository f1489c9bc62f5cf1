internal import Tensors

/// The last layer of a head: one logit w · x + b for each row x.
struct LogitLayer: Sendable {
  let weight: WeightMemory
  let bias: WeightMemory
  private let instructionSet: InstructionSet

  /// Reads `name`.weight (1 x width) and `name`.bias.
  init(_ name: String, width: Int, from reader: inout WeightReader) {
    weight = reader.weights(["\(name).weight"], [1, width])
    bias = reader.weights(["\(name).bias"], [1])
    instructionSet = reader.instructionSet
  }

  func apply(_ rows: borrowing Matrix) -> [Float] {
    var logits = [Float](repeating: 0, count: rows.rows)
    var target = logits.mutableSpan
    instructionSet.dot(rows: rows.elements, with: weight.span, into: &target)
    return logits.map { $0 + bias.span[0] }
  }

  /// Adds to the gradients of its weights, which are trained, and gives that of the rows. Rows are few, a sequence each.
  func backward(_ rows: borrowing Matrix, gradients: [Float]) -> Matrix {
    var out = Matrix(rows: rows.rows, columns: rows.columns)
    var weightGradient = weight.mutableGradient, biasGradient = bias.mutableGradient
    let weight = weight.span
    for (index, gradient) in gradients.enumerated() {
      let row = rows.row(index)
      var target = out.mutableRow(index)
      for column in row.indices {
        weightGradient[column] += gradient * row[column]
        target[column] = gradient * weight[column]
      }
      biasGradient[0] += gradient
    }
    return out
  }
}
