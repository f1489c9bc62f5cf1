internal import Tensors

/// Hands out a checkpoint's tensors by name and shape and keeps account of what is missing, wrong or left over, so that one error names
/// everything that does not fit.
struct WeightReader {
  let instructionSet: InstructionSet
  /// What linear layers are held in.
  let precision: Precision
  private let path: String
  private var tensors: [String: CheckpointTensor] = [:]
  private var updates: [String: LowRankUpdate] = [:]
  private var taken: Set<String> = []
  private var problems: [String] = []

  /// `canonical` gives the name under which a stored tensor is asked for; an adapter's names go through it too.
  init(_ checkpoint: Checkpoint, on arithmetic: Arithmetic, canonical: (String) -> String) {
    path = checkpoint.path
    instructionSet = arithmetic.instructionSet
    precision = arithmetic.precision
    for found in checkpoint.tensors {
      let name = canonical(found.tensor.name)
      if let other = tensors.updateValue(found, forKey: name) {
        problems.append("'\(other.tensor.name)' and '\(found.tensor.name)' are the same weight")
      }
    }
    guard let adapter = checkpoint.adapter else { return }
    for update in adapter.updates { add(update, as: canonical("\(update.module).weight")) }
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
    guard let (found, storage) = take(name, shape) else { return [] }
    let elements = found.file.floats(of: found.tensor, as: storage, on: instructionSet)
    guard let update = updates[name] else { return elements }
    guard shape.count == 2, update.outputs == shape[0], update.inputs == shape[1] else {
      problems.append("the adapter's change of '\(name)' has shape \([update.outputs, update.inputs]), expected \(shape)")
      return []
    }
    return update.merged(into: elements, on: instructionSet)
  }

  /// A table whose rows stay in the mapped file; nil, and a problem noted, when it is not there in that shape.
  mutating func table(_ name: String, rows: Int, columns: Int) -> EmbeddingTable? {
    if updates[name] != nil {
      problems.append("the adapter changes '\(name)' by a low rank, which is not implemented for embeddings")
    }
    return take(name, [rows, columns]).map { found, storage in
      EmbeddingTable(file: found.file, tensor: found.tensor, storage: storage, rows: rows, columns: columns)
    }
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

  private mutating func take(_ name: String, _ shape: [Int]) -> (CheckpointTensor, FloatStorage)? {
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
