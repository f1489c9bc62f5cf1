package import Tensors

/// A named tensor of a training model.
///
/// Whoever has the model owns its parameters: values are written between steps only, by one thread at a time, followed by
/// `TrainingModel.parametersChanged`.
public final class Parameter: @unchecked Sendable {
  // See above: spans of a parameter are read and written by the training loop alone.

  /// What it is for.
  public enum Role: Sendable, Hashable {
    /// A weight of the body.
    case body
    /// A weight of the classification head.
    case head
    /// A weight of a sentence-transformers module behind the pooling, whose name counts within that module's folder.
    case module(Int)
    /// A factor of a low-rank change: A or B of LoRA.
    case lowRank
  }

  /// As it is saved: for a cross-encoder with the family's prefix ("bert.encoder.layer.0.output.dense.weight"), for an encoder without.
  /// LoRA's factors are called after their layer: "bert.encoder.layer.0.attention.self.query.lora_A.weight".
  public let name: String
  /// Rows and columns, or the length of a vector.
  public let shape: [Int]
  /// What it is for.
  public let role: Role
  let storage: Storage

  /// Where its floats are.
  enum Storage {
    /// A range of a layer's memory.
    case memory(WeightMemory, first: Int)
    /// A table with a sparse gradient.
    case table(TrainedTable)
    /// Not trained: in the checkpoint.
    case frozen(FrozenWeight)
  }

  init(_ name: String, shape: [Int], role: Role, storage: Storage) {
    self.name = name
    self.shape = shape
    self.role = role
    self.storage = storage
  }

  /// A trainable parameter outside any model, its gradient zero.
  package convenience init(_ name: String, shape: [Int], values: [Float], role: Role = .body) {
    precondition(values.count == shape.reduce(1, *))
    self.init(name, shape: shape, role: role, storage: .memory(WeightMemory(values, isTrained: true), first: 0))
  }

  /// A trainable table outside any model, whose gradient has no row yet.
  package convenience init(table name: String, columns: Int, values: [Float]) {
    let table = TrainedTable(values, columns: columns)
    self.init(name, shape: [table.memory.rows, columns], role: .body, storage: .table(table))
  }

  /// Adds the rows of `gradient` to the gradient of the rows `rows` of a table.
  package func add(_ gradient: borrowing Matrix, toRows rows: [Int32], on instructionSet: InstructionSet) {
    guard case .table(let table) = storage else { preconditionFailure("'\(name)' is no table") }
    table.gradient.add(gradient, rows: rows, on: instructionSet)
  }

  /// The low-rank change of this weight, whose sum with it `mergedFloats` gives.
  public internal(set) var change: LowRankChange?

  /// True when it has a gradient and can be changed.
  public var isTrainable: Bool {
    switch storage {
    case .memory(let memory, _): memory.isTrained
    case .table: true
    case .frozen: false
    }
  }

  /// Number of floats.
  public var count: Int { shape.reduce(1, *) }

  /// True for vectors, which are biases and the weights of norms: what some decay policies leave out.
  public var isVector: Bool { shape.count < 2 }

  /// The values of a trainable parameter, row by row.
  public var values: Span<Float> {
    @_lifetime(borrow self)
    get {
      guard let start = unsafe valueStart else { return Span() }
      return unsafe _overrideLifetime(Span(_unsafeStart: start, count: count), borrowing: self)
    }
  }

  /// The values of a trainable parameter, to be written.
  public var mutableValues: MutableSpan<Float> {
    @_lifetime(borrow self)
    get {
      guard let start = unsafe valueStart else { return MutableSpan() }
      return unsafe _overrideLifetime(MutableSpan(_unsafeStart: start, count: count), borrowing: self)
    }
  }

  /// The rows of the gradient of a sparse parameter, in rising order; nil when the gradient has all rows.
  public var touchedRows: [Int32]? {
    if case .table(let table) = storage { table.gradient.rows } else { nil }
  }

  /// The gradient of a trainable parameter: of all elements, or of the touched rows alone, one after the other. Adding to the
  /// gradients of the model ends its use.
  public var gradient: Span<Float> {
    @_lifetime(borrow self)
    get {
      guard let start = unsafe gradientStart else { return Span() }
      return unsafe _overrideLifetime(Span(_unsafeStart: start, count: gradientCount), borrowing: self)
    }
  }

  /// The gradient, to be written.
  public var mutableGradient: MutableSpan<Float> {
    @_lifetime(borrow self)
    get {
      guard let start = unsafe gradientStart else { return MutableSpan() }
      return unsafe _overrideLifetime(MutableSpan(_unsafeStart: start, count: gradientCount), borrowing: self)
    }
  }

  /// A copy of the values, trained or not.
  public func floats() -> [Float] {
    if case .frozen(let weight) = storage { return weight.floats() }
    let source = values
    return source.indices.map { source[$0] }
  }

  /// A copy of the values, with a low-rank change added.
  public func mergedFloats() -> [Float] { change?.merged(into: floats()) ?? floats() }
}

extension Parameter {
  private var valueStart: UnsafeMutablePointer<Float>? {
    switch storage {
    case .memory(let memory, let first): unsafe memory.valueStart.map { unsafe $0 + first }
    case .table(let table): unsafe table.memory.valueStart
    case .frozen: preconditionFailure("'\(name)' is not trained: its values are not in memory")
    }
  }

  private var gradientStart: UnsafeMutablePointer<Float>? {
    switch storage {
    case .memory(let memory, let first): unsafe memory.gradientStart.map { unsafe $0 + first }
    case .table(let table): unsafe table.gradient.start
    case .frozen: preconditionFailure("'\(name)' is not trained: it has no gradient")
    }
  }

  private var gradientCount: Int {
    if case .table(let table) = storage { table.gradient.count } else { count }
  }
}
