internal import Tensors

extension Linear {
  /// True when its weight or what LoRA adds to it is trained.
  var isTrained: Bool {
    guard case .training(let weight) = weight else { return false }
    return weight.memory != nil || !weight.changes.isEmpty
  }

  /// True when its backward pass gives the gradient of its input, because something below is trained.
  var passesGradient: Bool {
    guard case .training(let weight) = weight else { return false }
    return weight.transposed != nil
  }

  /// output = input Wᵀ + b, the rows of the pass, with LoRA's dropout.
  func forward(_ input: borrowing Matrix, into output: inout Matrix, _ pass: TrainingPass) {
    let clock = pass.clock(.forwardProducts, flops: flops(rows: pass.rows))
    defer { clock.stop() }
    guard case .training(let weight) = weight, !weight.changes.isEmpty else {
      return apply(input, rows: 0..<pass.rows, into: &output, at: 0, fork: pass.fork)
    }
    weight.packed.multiply(input, rows: 0..<pass.rows, bias: bias.span, into: &output, at: 0, fork: pass.fork)
    for change in weight.changes { change.forward(input, addingTo: &output, pass) }
  }

  /// Adds to the gradients of its weights. Where something below is trained, the gradient of `input` is added to `inputGradient`, or
  /// takes its place unless `accumulates`.
  func backward(
    _ input: borrowing Matrix, gradient: borrowing Matrix, into inputGradient: inout Matrix, accumulates: Bool,
    _ pass: TrainingPass
  ) {
    guard case .training(let weight) = weight else { return }
    addGradients(of: weight, input, gradient: gradient, pass)
    if let transposed = weight.transposed {
      let clock = pass.clock(.inputGradients, flops: flops(rows: pass.rows))
      transposed.multiply(
        gradient, rows: 0..<pass.rows, into: &inputGradient, at: 0, accumulates: accumulates, fork: pass.fork)
      clock.stop()
    }
    let clock = pass.clock(.lowRankChanges)
    defer { clock.stop() }
    for change in weight.changes {
      change.backward(
        input, gradient: gradient, addingTo: &inputGradient, wantsInput: weight.transposed != nil, pass)
    }
  }

  private func addGradients(
    of weight: TrainingWeight, _ input: borrowing Matrix, gradient: borrowing Matrix, _ pass: TrainingPass
  ) {
    let outputs = 0..<weight.packed.count, instructionSet = weight.packed.instructionSet
    if let memory = weight.memory {
      let clock = pass.clock(.weightGradients, flops: flops(rows: pass.rows))
      defer { clock.stop() }
      var target = memory.mutableGradient
      instructionSet.addTransposedProduct(
        gradient, columns: outputs, input, rows: pass.rows, scratch: &pass.memory.product, into: &target, fork: pass.fork)
    }
    if bias.isTrained {
      let clock = pass.clock(.biasGradients)
      defer { clock.stop() }
      var target = bias.mutableGradient
      instructionSet.addColumnSums(of: gradient, columns: outputs, rows: pass.rows, into: &target, fork: pass.fork)
    }
  }
}
