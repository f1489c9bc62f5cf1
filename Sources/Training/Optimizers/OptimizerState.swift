internal import Tensors
internal import Transformers

/// What an optimizer keeps from step to step: some tensors of a parameter's shape for every parameter, zero at first.
struct OptimizerState {
  /// What the tensors of a parameter are called, as in "momentum".
  let kinds: [String]
  private var names: [String] = []
  private var shapes: [[Int]] = []
  private(set) var tensors: [[OptimizerVector]] = []

  init(kinds: [String]) { self.kinds = kinds }

  /// Makes room for the parameters before the first step.
  mutating func prepare(for parameters: [Parameter]) {
    if names.isEmpty { reset(for: parameters) }
    precondition(parameters.count == tensors.count, "an optimizer steps the same parameters always")
  }

  private mutating func reset(for parameters: [Parameter]) {
    names = parameters.map(\.checkpointName)
    shapes = parameters.map(\.shape)
    tensors = parameters.map { parameter in kinds.map { _ in OptimizerVector(count: parameter.count) } }
  }

  var bytes: Int { tensors.joined().reduce(0) { $0 + $1.count * MemoryLayout<Float>.size } }

  var saved: [OptimizerTensor] {
    names.indices.flatMap { index in
      kinds.indices.map { kind in
        let vector = tensors[index][kind]
        return OptimizerTensor(name: "\(names[index]).\(kinds[kind])", shape: shapes[index]) { vector.floats() }
      }
    }
  }

  /// Takes what was saved; throws when a tensor is missing or has another shape, and is then as before.
  mutating func restore(
    _ parameters: [Parameter], _ values: (_ name: String, _ shape: [Int]) throws -> [Float]?
  ) throws {
    var restored = self
    restored.reset(for: parameters)
    for (index, parameter) in parameters.enumerated() {
      for (kind, name) in kinds.enumerated() {
        guard let floats = try values("\(parameter.checkpointName).\(name)", parameter.shape), floats.count == parameter.count
        else {
          throw TrainingError.optimizerState(
            reason: "it has no '\(parameter.checkpointName).\(name)' of shape \(parameter.shape)")
        }
        restored.tensors[index][kind].write(floats)
      }
    }
    self = restored
  }
}

/// A tensor of an optimizer's state in memory that kernels like.
final class OptimizerVector {
  let count: Int
  private var matrix: Matrix

  /// Zeros.
  init(count: Int) {
    self.count = count
    matrix = Matrix(rows: 1, columns: count)
  }

  /// Gives the elements to be written. No span of a class's memory may leave an access to it, so the memory is out for that time.
  func update(_ body: (inout MutableSpan<Float>) -> Void) {
    var taken = Matrix(rows: 0, columns: 0)
    swap(&taken, &matrix)
    var elements = taken.mutableElements
    body(&elements)
    swap(&taken, &matrix)
  }

  func floats() -> [Float] {
    var floats: [Float] = []
    floats.reserveCapacity(count)
    update { elements in
      for index in elements.indices { floats.append(elements[index]) }
    }
    return floats
  }

  func write(_ floats: [Float]) {
    update { elements in
      for index in floats.indices { elements[index] = floats[index] }
    }
  }
}
