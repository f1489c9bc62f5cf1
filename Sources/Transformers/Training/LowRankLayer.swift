internal import Tensors

/// What LoRA adds to some outputs of a linear layer: s B A dropout(x).
final class LowRankLayer: @unchecked Sendable {
  // As `TrainingWeight`.

  /// The outputs of the layer that it adds to.
  let rows: Range<Int>
  /// A, rank x inputs.
  let down: WeightMemory
  /// B, outputs x rank.
  let up: WeightMemory
  let scale: Float
  let dropout: Dropout
  private let packedDown: PackedMatrix
  private let packedUp: PackedMatrix
  /// For the gradient of A x.
  private let transposedUp: PackedMatrix
  /// For the gradient of x; nil where nothing below is trained.
  private let transposedDown: PackedMatrix?
  private let instructionSet: InstructionSet

  /// A begins as U(-1/√inputs, 1/√inputs), B as zeros. Source: peft, tuners/lora/layer.py, `reset_lora_parameters`: Kaiming's uniform
  /// with a = √5.
  init(
    _ settings: LoRASettings, module: String, rows: Range<Int>, inputs: Int, seed: UInt64, dropout: Dropout,
    passesGradient: Bool, on instructionSet: InstructionSet
  ) {
    let rank = settings.rank
    let first = Initialisation.uniform(bound: 1 / Double(inputs).squareRoot()).floats(
      count: rank * inputs, from: PlacedRandom(seed: seed, name: "\(module).lora_A.weight"))
    self.rows = rows
    self.dropout = dropout
    self.instructionSet = instructionSet
    scale = Float(settings.scale)
    let down = WeightMemory(first, columns: inputs, isTrained: true)
    let up = WeightMemory([Float](repeating: 0, count: rows.count * rank), columns: rank, isTrained: true)
    packedDown = PackedMatrix(down.span, count: rank, width: inputs, for: instructionSet)
    transposedDown =
      passesGradient ? PackedMatrix(transposing: down.span, count: rank, width: inputs, for: instructionSet) : nil
    packedUp = PackedMatrix(up.span, count: rows.count, width: rank, for: instructionSet)
    transposedUp = PackedMatrix(transposing: up.span, count: rows.count, width: rank, for: instructionSet)
    self.down = down
    self.up = up
  }

  var rank: Int { down.rows }

  /// output += s B A input, without dropout.
  func apply(_ input: borrowing Matrix, rows: Range<Int>, addingTo output: inout Matrix, at first: Int, fork: Fork) {
    var low = Matrix(rows: rows.count, columns: rank)
    packedDown.multiply(input, rows: rows, into: &low, at: 0, accumulates: false, fork: fork)
    add(low, addingTo: &output, at: first, fork: fork)
  }

  /// output += s B A dropout(input).
  func forward(_ input: borrowing Matrix, addingTo output: inout Matrix, _ pass: TrainingPass) {
    let low = reduced(input, pass)
    add(low, addingTo: &output, at: 0, fork: pass.fork)
  }

  private func add(_ low: borrowing Matrix, addingTo output: inout Matrix, at first: Int, fork: Fork) {
    packedUp.multiply(
      low, columns: 0..<rank, rows: 0..<low.rows, into: &output, columns: rows, at: first, accumulates: true, fork: fork)
  }

  /// A dropout(input).
  private func reduced(_ input: borrowing Matrix, _ pass: TrainingPass) -> Matrix {
    guard dropout.keys(pass) != nil else { return product(input, pass) }
    drop(input, pass)
    return product(pass.memory.dropped, pass)
  }

  /// A input.
  private func product(_ input: borrowing Matrix, _ pass: TrainingPass) -> Matrix {
    var low = Matrix(rows: pass.rows, columns: rank)
    packedDown.multiply(input, rows: 0..<pass.rows, into: &low, at: 0, accumulates: false, fork: pass.fork)
    return low
  }

  /// Writes dropout(input) into the workspace.
  private func drop(_ input: borrowing Matrix, _ pass: TrainingPass) {
    reserve(columns: input.columns, pass)
    dropout.apply(input, into: &pass.memory.dropped, pass, on: instructionSet)
  }

  private func reserve(columns: Int, _ pass: TrainingPass) {
    if pass.memory.dropped.columns != columns { pass.memory.dropped = Matrix(rows: 0, columns: columns) }
    pass.memory.dropped.reserve(rows: pass.rows)
  }

  /// Adds to the gradients of A and B, and to that of the input where it is wanted.
  func backward(
    _ input: borrowing Matrix, gradient: borrowing Matrix, addingTo inputGradient: inout Matrix, wantsInput: Bool,
    _ pass: TrainingPass
  ) {
    // With dropout, the workspace holds what it left until A has its gradient.
    let low = reduced(input, pass)
    add(gradient, of: rows, low, to: up, pass)
    var lowGradient = Matrix(rows: pass.rows, columns: rank)
    transposedUp.multiply(
      gradient, columns: rows, rows: 0..<pass.rows, into: &lowGradient, at: 0, accumulates: false, fork: pass.fork)
    if dropout.keys(pass) == nil {
      add(lowGradient, of: 0..<rank, input, to: down, pass)
    } else {
      add(lowGradient, of: 0..<rank, pass.memory.dropped, to: down, pass)
    }
    if wantsInput { propagate(lowGradient, addingTo: &inputGradient, pass) }
  }

  /// The gradient of A or B.
  private func add(
    _ left: borrowing Matrix, of columns: Range<Int>, _ right: borrowing Matrix, to weight: WeightMemory, _ pass: TrainingPass
  ) {
    var target = weight.mutableGradient
    // s stands in the panels of B, so that only B's own gradient lacks it.
    instructionSet.addTransposedProduct(
      left, columns: columns, right, rows: pass.rows, scale: weight === up ? scale : 1, scratch: &pass.memory.product,
      into: &target, fork: pass.fork)
  }

  private func propagate(_ lowGradient: borrowing Matrix, addingTo inputGradient: inout Matrix, _ pass: TrainingPass) {
    guard let transposedDown else { return }
    guard dropout.keys(pass) != nil else {
      return transposedDown.multiply(
        lowGradient, rows: 0..<pass.rows, into: &inputGradient, at: 0, accumulates: true, fork: pass.fork)
    }
    reserve(columns: inputGradient.columns, pass)
    transposedDown.multiply(
      lowGradient, rows: 0..<pass.rows, into: &pass.memory.dropped, at: 0, accumulates: false, fork: pass.fork)
    dropout.apply(&pass.memory.dropped, pass, on: instructionSet)
    instructionSet.add(pass.memory.dropped, to: &inputGradient, rows: pass.rows, fork: pass.fork)
  }

  func repack(fork: Fork) {
    let down = down, up = up
    packedDown.repack(down.span, fork: fork)
    transposedDown?.repack(down.span, fork: fork)
    let source = up.span
    let scaled = source.indices.map { scale * source[$0] }
    packedUp.repack(scaled.span, fork: fork)
    transposedUp.repack(scaled.span, fork: fork)
  }

  /// Bytes of values, gradients and panels, four of each.
  var byteCount: Int { 16 * (down.count + up.count) }
}
