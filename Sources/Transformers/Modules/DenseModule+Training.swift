internal import Tensors

/// A dense layer behind the pooling, under training.
final class DenseTraining: ModuleTraining {
  private let module: DenseModule
  private var input = Matrix(rows: 0, columns: 0)
  /// Before the activation.
  private var inner = Matrix(rows: 0, columns: 0)

  init(_ module: DenseModule) { self.module = module }

  func forward(_ vectors: consuming Matrix, _ pass: TrainingPass) -> Matrix {
    let instructionSet = module.linear.weight.instructionSet
    input = vectors
    inner = Matrix(rows: pass.rows, columns: module.outputs)
    var out = Matrix(rows: pass.rows, columns: module.outputs)
    module.linear.forward(input, into: &inner, pass)
    instructionSet.activate(module.activation, inner, rows: pass.rows, into: &out)
    guard module.isResidual else { return out }
    guard let projection = module.projection else {
      instructionSet.add(input, to: &out, rows: pass.rows)
      return out
    }
    var projected = Matrix(rows: pass.rows, columns: module.outputs)
    projection.forward(input, into: &projected, pass)
    instructionSet.add(projected, to: &out, rows: pass.rows)
    return out
  }

  func backward(_ gradient: consuming Matrix, _ pass: TrainingPass) -> Matrix {
    var out = Matrix(rows: pass.rows, columns: input.columns)
    if let projection = module.projection {
      projection.backward(input, gradient: gradient, into: &out, accumulates: true, pass)
    } else if module.isResidual {
      out.copyRows(pass.rows, of: gradient)
    }
    module.linear.weight.instructionSet.activationBackward(module.activation, input: inner, gradient: &gradient, rows: pass.rows)
    module.linear.backward(input, gradient: gradient, into: &out, accumulates: true, pass)
    return out
  }
}

/// A layer norm behind the pooling, under training.
final class LayerNormTraining: ModuleTraining {
  private let norm: LayerNorm
  private var input = Matrix(rows: 0, columns: 0)

  init(_ norm: LayerNorm) { self.norm = norm }

  func forward(_ vectors: consuming Matrix, _ pass: TrainingPass) -> Matrix {
    input = vectors
    var out = Matrix(rows: pass.rows, columns: input.columns)
    norm.forward(input, into: &out, pass)
    return out
  }

  func backward(_ gradient: consuming Matrix, _ pass: TrainingPass) -> Matrix {
    norm.backward(input, gradient: &gradient, pass)
    return gradient
  }
}
