internal import Tensors

/// The layers of a model under training, one after the other, with the states between them and their caches.
///
/// With checkpointing, or in a pass that keeps no caches, all layers fill the same cache; backward then computes a layer again from its
/// input before its own turn. Layers below the lowest trained weight keep nothing.
final class LayerStack<Layer: TrainableLayer> {
  let layers: [Layer]
  private let width: Int
  private let isCheckpointing: Bool
  /// The first layer that backward reaches; as many as there are layers when it reaches none.
  private let lowest: Int
  private var states: [StateMatrix]
  private var caches: [Layer.Cache]
  /// The layer whose cache the common one is.
  private var cached = -1

  /// `reachesInput` tells that something below the layers is trained.
  init(_ layers: [Layer], width: Int, reachesInput: Bool, isCheckpointing: Bool) {
    self.layers = layers
    self.width = width
    self.isCheckpointing = isCheckpointing
    lowest = reachesInput ? 0 : layers.firstIndex { $0.isTrained } ?? layers.count
    states = (0..<layers.count + 2).map { _ in StateMatrix(columns: width) }
    caches = layers.map { $0.makeCache() }
  }

  /// Where the first layer's input is to be written, with rows for a pass.
  func input(_ pass: TrainingPass, keepsCaches: Bool) -> StateMatrix { state(0, pass, keepsCaches) }

  /// Computes the last layer's output into `pass.memory.hidden`.
  func forward(_ pass: TrainingPass, keepsCaches: Bool) {
    for index in layers.indices {
      let input = state(index, pass, keepsCaches), cache = cache(index, pass, keepsCaches)
      if index == layers.count - 1 {
        layers[index].forward(input.matrix, keeping: cache, into: &pass.memory.hidden, pass)
      } else {
        let output = state(index + 1, pass, keepsCaches)
        layers[index].forward(input.matrix, keeping: cache, into: &output.matrix, pass)
      }
      cached = index
    }
  }

  /// The backward pass down to the lowest layer that it must reach, on `pass.memory.gradient`.
  func backward(_ pass: TrainingPass) {
    for index in (lowest..<layers.count).reversed() {
      let input = state(index, pass, true), cache = cache(index, pass, true)
      if isCheckpointing, cached != index {
        layers[index].forward(input.matrix, keeping: cache, into: &pass.memory.hidden, pass)
      }
      layers[index].backward(input.matrix, cache, pass)
      cached = -1
    }
  }

  /// Layers that keep a cache each, and states that are kept: the others are two in turn.
  private func state(_ index: Int, _ pass: TrainingPass, _ keepsCaches: Bool) -> StateMatrix {
    let found = states[keepsCaches && index >= lowest ? index + 2 : index % 2]
    found.matrix.reserve(rows: pass.rows)
    return found
  }

  private func cache(_ index: Int, _ pass: TrainingPass, _ keepsCaches: Bool) -> Layer.Cache {
    let found = caches[keepsCaches && !isCheckpointing && index >= lowest ? index : min(lowest, layers.count - 1)]
    found.reserve(rows: pass.rows)
    return found
  }

  /// Floats that one token takes.
  var tokenWidth: Int {
    let kept = layers.count - lowest
    let cacheCount = isCheckpointing ? 1 : max(1, kept)
    return (kept + (lowest > 0 ? 2 : 0)) * width + cacheCount * (caches.first?.width ?? 0)
  }
}

/// Hidden states between two layers.
final class StateMatrix {
  var matrix: Matrix

  init(columns: Int) { matrix = Matrix(rows: 0, columns: columns) }
}
