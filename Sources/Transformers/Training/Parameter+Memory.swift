extension Parameter {
  /// A trained parameter of no model: for optimizers and trainers that are tested alone.
  package convenience init(name: String, shape: [Int], floats: [Float]) {
    let memory = WeightMemory(floats, columns: shape.last ?? 1, isTrained: true)
    self.init(name, shape: shape, role: .body, storage: .memory(memory, first: 0))
  }
}
