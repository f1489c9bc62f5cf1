internal import Tensors

/// BERT under training.
final class BERTTraining: BodyTraining {
  private let model: BERTModel
  private let stack: LayerStack<BERTLayer>
  private var embeddings: EmbeddingsCache
  /// What widens embeddings reads, and its gradient; without rows where they are as wide as hidden states.
  private var narrow: Matrix
  private var narrowGradient: Matrix

  init(_ model: BERTModel, isCheckpointing: Bool) {
    self.model = model
    let width = model.embeddings.shape.width
    stack = LayerStack(
      model.layers, width: model.limits.hidden,
      reachesInput: model.embeddings.isTrained || model.widening?.isTrained == true, isCheckpointing: isCheckpointing)
    embeddings = EmbeddingsCache(width: width)
    narrow = Matrix(rows: 0, columns: width)
    narrowGradient = Matrix(rows: 0, columns: width)
  }

  func forward(_ pass: TrainingPass, keepsCaches: Bool) {
    let input = stack.input(pass, keepsCaches: keepsCaches)
    if let widening = model.widening {
      narrow.reserve(rows: pass.rows)
      model.embeddings.forward(keeping: &embeddings, into: &narrow, pass)
      widening.forward(narrow, into: &input.matrix, pass)
    } else {
      model.embeddings.forward(keeping: &embeddings, into: &input.matrix, pass)
    }
    stack.forward(pass, keepsCaches: keepsCaches)
  }

  func backward(_ pass: TrainingPass) {
    stack.backward(pass)
    guard model.embeddings.isTrained || model.widening?.isTrained == true else { return }
    guard let widening = model.widening else {
      return model.embeddings.backward(embeddings, gradient: &pass.memory.gradient, pass)
    }
    narrowGradient.reserve(rows: pass.rows)
    widening.backward(narrow, gradient: pass.memory.gradient, into: &narrowGradient, accumulates: false, pass)
    if model.embeddings.isTrained { model.embeddings.backward(embeddings, gradient: &narrowGradient, pass) }
  }

  var tokenWidth: Int { stack.tokenWidth + (model.widening == nil ? 1 : 3) * embeddings.width }
}

extension BERTModel: TrainableBody {
  var layerCount: Int { layers.count }

  func makeTraining(isCheckpointing: Bool) -> any BodyTraining { BERTTraining(self, isCheckpointing: isCheckpointing) }
}
