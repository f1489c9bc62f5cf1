internal import Tensors

/// Hands out a checkpoint's tensors by name and shape and keeps account of what is missing, wrong or left over, so that one error names
/// everything that does not fit.
struct WeightReader {
  let instructionSet: InstructionSet
  /// What linear layers are held in.
  let precision: Precision
  /// What is trained of the model; nil for inference.
  let training: TrainingStore?
  private let path: String
  fileprivate var tensors: [String: CheckpointTensor] = [:]
  fileprivate var updates: [String: LowRankUpdate] = [:]
  private var taken: Set<String> = []
  private var problems: [String] = []

  /// `canonical` gives the name under which a stored tensor is asked for; an adapter's names go through it too.
  init(_ checkpoint: Checkpoint, on arithmetic: Arithmetic, canonical: (String) -> String) {
    path = checkpoint.path
    instructionSet = arithmetic.instructionSet
    precision = arithmetic.precision
    training = arithmetic.training
    for found in checkpoint.tensors {
      let name = canonical(found.tensor.name)
      if let other = tensors.updateValue(found, forKey: name) {
        problems.append("'\(other.tensor.name)' and '\(found.tensor.name)' are the same weight")
      }
    }
    guard let adapter = checkpoint.adapter else { return }
    if training?.settings.keepsChangesApart != true {
      for update in adapter.updates { add(update, as: canonical("\(update.module).weight")) }
    }
    for (name, tensor) in adapter.replacements { tensors[canonical(name)] = tensor }
  }

  private mutating func add(_ update: LowRankUpdate, as name: String) {
    if updates.updateValue(update, forKey: name) != nil { problems.append("the adapter changes '\(name)' twice") }
  }

  /// A reader of weights that stay in single precision.
  init(_ checkpoint: Checkpoint, on instructionSet: InstructionSet, canonical: (String) -> String) {
    self.init(checkpoint, on: Arithmetic(instructionSet: instructionSet, precision: .fp32), canonical: canonical)
  }

  /// True when the checkpoint has a tensor of that name.
  func has(_ name: String) -> Bool { tensors[name] != nil }

  /// The elements of a tensor; none at all, and a problem noted, when it is not there in that shape. What is built from them must not
  /// be used before `finish` has found no problem.
  mutating func floats(_ name: String, _ shape: [Int]) -> [Float] {
    if tensors[name] == nil, let made = training?.initial(name, shape) { return made }
    guard let (found, storage) = take(name, shape) else { return [] }
    let elements = found.file.floats(of: found.tensor, as: storage, on: instructionSet)
    guard let update = updates[name] else { return elements }
    guard shape.count == 2, update.outputs == shape[0], update.inputs == shape[1] else {
      problems.append("the adapter's change of '\(name)' has shape \([update.outputs, update.inputs]), expected \(shape)")
      return []
    }
    return update.merged(into: elements, on: instructionSet)
  }

  /// A table whose rows stay in the mapped file unless they are trained; nil, and a problem noted, when it is not there in that shape.
  mutating func table(_ name: String, rows: Int, columns: Int) -> WordTable? {
    if updates[name] != nil {
      problems.append("the adapter changes '\(name)' by a low rank, which is not implemented for embeddings")
    }
    guard let (found, storage) = take(name, [rows, columns]) else { return nil }
    if let training, training.isTrained {
      let table = TrainedTable(found.file.floats(of: found.tensor, as: storage, on: instructionSet), columns: columns)
      training.add(name, shape: [rows, columns], .table(table))
      return .trained(table)
    }
    addFrozen(name, [rows, columns])
    return .mapped(
      EmbeddingTable(file: found.file, tensor: found.tensor, storage: storage, rows: rows, columns: columns))
  }

  /// Throws when something was missing or wrong, or when tensors are left that `ignoring` does not accept.
  func finish(ignoring: (String) -> Bool) throws {
    let left = tensors.keys.filter { !taken.contains($0) && !ignoring($0) }.sorted()
    let lost = updates.keys.filter { tensors[$0] == nil && !ignoring($0) }.sorted()
    let all =
      problems + left.map { "'\(tensors[$0]?.tensor.name ?? $0)' is not a weight of this model" }
      + lost.map { "the adapter changes '\($0)', which the model lacks" }
    guard all.isEmpty else { throw TransformersError.weights(path: path, problems: shortened(all)) }
  }

  fileprivate mutating func take(_ name: String, _ shape: [Int]) -> (CheckpointTensor, FloatStorage)? {
    guard let found = tensors[name] else {
      problems.append("'\(name)' of shape \(shape) is missing")
      return nil
    }
    taken.insert(name)
    let tensor = found.tensor
    guard tensor.shape == shape else {
      problems.append("'\(tensor.name)' has shape \(tensor.shape), expected \(shape)")
      return nil
    }
    guard let storage = tensor.storage else {
      problems.append("'\(tensor.name)' is stored as \(tensor.elementType); F32, F16 and BF16 can be read")
      return nil
    }
    return (found, storage)
  }
}

extension WeightReader {
  /// Tells the training store which part of the model is read next.
  func begin(_ section: TrainingStore.Section) { training?.section = section }

  /// A place of dropout; none for inference.
  func dropout(_ rate: KeyPath<DropoutRates, Float?>) -> Dropout { training?.dropout(rate) ?? .none }

  /// Tensors of equal shape, one after the other, in memory.
  mutating func weights(_ names: [String], _ shape: [Int]) -> WeightMemory {
    var floats: [Float] = []
    for name in names { floats += self.floats(name, shape) }
    let memory = WeightMemory(floats, columns: shape.last ?? 0, isTrained: training?.isTrained ?? false)
    add(names, shape, memory)
    return memory
  }

  /// The weight of a layer whose outputs are those of several layers of equal size, one after the other.
  mutating func linearWeight(_ names: [String], inputs: Int, outputs: Int, precision: Precision) -> LinearWeight {
    let weights = names.map { "\($0).weight" }
    var rows: [Float] = []
    for name in weights { rows += floats(name, [outputs, inputs]) }
    // Rows are missing only when the reader has noted it.
    guard rows.count == outputs * names.count * inputs else {
      return LinearWeight(Span(), count: 0, width: 0, on: instructionSet, precision: precision)
    }
    guard let training else {
      return LinearWeight(rows.span, count: outputs * names.count, width: inputs, on: instructionSet, precision: precision)
    }
    let passes = training.hasTrained
    let memory = training.isTrained ? WeightMemory(rows, columns: inputs, isTrained: true) : nil
    add(weights, [outputs, inputs], memory)
    let weight = TrainingWeight(
      rows.span, width: inputs, memory: memory, passesGradient: passes,
      changes: training.changes(of: names, inputs: inputs, outputs: outputs, on: instructionSet), on: instructionSet)
    training.add(weight)
    return .training(weight)
  }

  /// Notes parameters: parts of memory that is trained, or else frozen weights.
  private func add(_ names: [String], _ shape: [Int], _ memory: WeightMemory?) {
    let count = shape.reduce(1, *)
    for (place, name) in names.enumerated() {
      guard let memory, memory.isTrained else {
        addFrozen(name, shape)
        continue
      }
      guard memory.count == names.count * count else { return }
      training?.add(name, shape: shape, .memory(memory, first: place * count))
    }
  }

  private func addFrozen(_ name: String, _ shape: [Int]) {
    guard let training, let found = tensors[name], let storage = found.tensor.storage else { return }
    let weight = FrozenWeight(found: found, storage: storage, update: updates[name], instructionSet: instructionSet)
    training.add(name, shape: shape, .frozen(weight))
  }
}
