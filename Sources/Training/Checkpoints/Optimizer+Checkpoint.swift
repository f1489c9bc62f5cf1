internal import Transformers

extension Optimizer {
  func save(to path: String) throws {
    let tensors = state.map { tensor in
      SavedTensor(name: tensor.name, shape: tensor.shape) { try $0(tensor.values().span) }
    }
    try SafetensorsWriter.write(tensors, to: path)
  }

  func load(from path: String, steps: Int, _ parameters: [Parameter]) throws {
    guard steps > 0 else { return }
    let stored = try SavedTensors(path: path)
    try restore(steps: steps, parameters: parameters) { name, shape in
      stored.shape(of: name) == shape ? stored.floats(of: name) : nil
    }
  }
}
