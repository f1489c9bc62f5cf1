internal import Tensors

/// Pooling and the modules behind it, under training.
final class SentenceTraining: OutputTraining {
  let width: Int
  private let pooling: Pooling
  private let modules: [any ModuleTraining]
  private let instructionSet: InstructionSet

  init(_ pooling: Pooling, _ modules: [SentenceModule], width: Int, on instructionSet: InstructionSet) {
    self.pooling = pooling
    self.modules = modules.map { $0.makeTraining(on: instructionSet) }
    self.width = width
    self.instructionSet = instructionSet
  }

  func forward(_ pass: TrainingPass) -> [Float] {
    var vectors = pooling.vectors(pass.batch, of: pass.memory.hidden, skipped: pass.skipped, on: instructionSet)
    for module in modules { vectors = module.forward(vectors, pass.ofSequences) }
    return vectors.array
  }

  func backward(_ gradients: [Float], _ pass: TrainingPass) {
    var gradient = Matrix(rows: pass.sequences.count, columns: width)
    var elements = gradient.mutableElements
    for index in gradients.indices { elements[index] = gradients[index] }
    for module in modules.reversed() { gradient = module.backward(gradient, pass.ofSequences) }
    let memory = pass.memory
    pooling.backward(
      gradient, pass.batch, hidden: memory.hidden, skipped: pass.skipped, into: &memory.gradient, on: instructionSet)
  }
}

/// A module behind the pooling under training; vectors are rows of the pass.
protocol ModuleTraining: AnyObject {
  /// The vectors after the module; keeps what backward needs.
  func forward(_ vectors: consuming Matrix, _ pass: TrainingPass) -> Matrix
  /// The gradient of what `forward` was given, from that of what it gave; adds to the gradients of its weights.
  func backward(_ gradient: consuming Matrix, _ pass: TrainingPass) -> Matrix
}

extension SentenceModule {
  fileprivate func makeTraining(on instructionSet: InstructionSet) -> any ModuleTraining {
    switch self {
    case .normalize: NormalizeTraining(on: instructionSet)
    case .truncate(let width): TruncateTraining(to: width)
    case .dense(let module): DenseTraining(module)
    case .layerNorm(let norm): LayerNormTraining(norm)
    }
  }
}

/// Each vector to length 1.
private final class NormalizeTraining: ModuleTraining {
  private let instructionSet: InstructionSet
  private var input = Matrix(rows: 0, columns: 0)

  init(on instructionSet: InstructionSet) { self.instructionSet = instructionSet }

  func forward(_ vectors: consuming Matrix, _ pass: TrainingPass) -> Matrix {
    let out = SentenceModule.normalize.apply(vectors.copy(), on: instructionSet)
    input = vectors
    return out
  }

  func backward(_ gradient: consuming Matrix, _ pass: TrainingPass) -> Matrix {
    turn(&gradient, input)
    return gradient
  }

  private func turn(_ gradient: inout Matrix, _ input: borrowing Matrix) {
    for row in 0..<gradient.rows {
      var vector = gradient.mutableRow(row)
      instructionSet.normalizeBackward(input: input.row(row), gradient: &vector)
    }
  }
}

/// The first floats of each vector.
private final class TruncateTraining: ModuleTraining {
  private let width: Int
  private var columns = 0

  init(to width: Int) { self.width = width }

  func forward(_ vectors: consuming Matrix, _ pass: TrainingPass) -> Matrix {
    columns = vectors.columns
    return SentenceModule.truncated(vectors, to: width)
  }

  func backward(_ gradient: consuming Matrix, _ pass: TrainingPass) -> Matrix {
    var out = Matrix(rows: gradient.rows, columns: columns)
    for row in 0..<gradient.rows {
      var target = out.mutableRow(row)
      let source = gradient.row(row)
      for index in source.indices { target[index] = source[index] }
    }
    return out
  }
}

extension Matrix {
  /// A matrix of the same elements.
  func copy() -> Matrix {
    var other = Matrix(rows: rows, columns: columns)
    other.copyRows(rows, of: self)
    return other
  }
}
