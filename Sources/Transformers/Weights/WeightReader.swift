internal import Tensors

/// Hands out a checkpoint's tensors by name and shape and keeps account of what is missing, wrong or left over, so that one error names
/// everything that does not fit.
struct WeightReader {
  let instructionSet: InstructionSet
  private let file: SafetensorsFile
  private var tensors: [String: StoredTensor] = [:]
  private var taken: Set<String> = []
  private var problems: [String] = []

  /// `canonical` gives the name under which a stored tensor is asked for.
  init(_ file: SafetensorsFile, on instructionSet: InstructionSet, canonical: (String) -> String) {
    self.file = file
    self.instructionSet = instructionSet
    for tensor in file.tensors {
      let name = canonical(tensor.name)
      if let other = tensors.updateValue(tensor, forKey: name) {
        problems.append("'\(other.name)' and '\(tensor.name)' are the same weight")
      }
    }
  }

  /// True when the checkpoint has a tensor of that name.
  func has(_ name: String) -> Bool { tensors[name] != nil }

  /// The elements of a tensor; none at all, and a problem noted, when it is not there in that shape. What is built from them must not
  /// be used before `finish` has found no problem.
  mutating func floats(_ name: String, _ shape: [Int]) -> [Float] {
    guard let (tensor, storage) = take(name, shape) else { return [] }
    return file.floats(of: tensor, as: storage, on: instructionSet)
  }

  /// A table whose rows stay in the mapped file; nil, and a problem noted, when it is not there in that shape.
  mutating func table(_ name: String, rows: Int, columns: Int) -> EmbeddingTable? {
    take(name, [rows, columns]).map { EmbeddingTable(file: file, tensor: $0.0, storage: $0.1, rows: rows, columns: columns) }
  }

  /// Throws when something was missing or wrong, or when tensors are left that `ignoring` does not accept.
  func finish(ignoring: (String) -> Bool) throws {
    let left = tensors.keys.filter { !taken.contains($0) && !ignoring($0) }.sorted()
    let all = problems + left.map { "'\(tensors[$0]?.name ?? $0)' is not a weight of this model" }
    guard !all.isEmpty else { return }
    let shown = all.count > 12 ? all.prefix(12) + ["and \(all.count - 12) more"] : all[...]
    throw TransformersError.weights(path: file.path, problems: Array(shown))
  }

  private mutating func take(_ name: String, _ shape: [Int]) -> (StoredTensor, FloatStorage)? {
    guard let tensor = tensors[name] else {
      problems.append("'\(name)' of shape \(shape) is missing")
      return nil
    }
    taken.insert(name)
    guard tensor.shape == shape else {
      problems.append("'\(tensor.name)' has shape \(tensor.shape), expected \(shape)")
      return nil
    }
    guard let storage = tensor.storage else {
      problems.append("'\(tensor.name)' is stored as \(tensor.elementType); F32, F16 and BF16 can be read")
      return nil
    }
    return (tensor, storage)
  }
}
