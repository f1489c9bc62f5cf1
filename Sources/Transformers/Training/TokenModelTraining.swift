internal import Tensors

/// A model of token embeddings, layers and perhaps a norm behind them, under training.
final class TokenModelTraining<Layer: TrainableLayer>: BodyTraining {
  private let model: TokenModelParts<Layer>
  private let stack: LayerStack<Layer>
  private var embeddings: EmbeddingsCache
  /// What widens embeddings reads, and its gradient; without rows where they are as wide as hidden states.
  private var narrow: Matrix
  private var narrowGradient: Matrix
  /// What the norm at the end reads; without rows where there is none.
  private var last: Matrix

  init(_ model: TokenModelParts<Layer>, width: Int, isCheckpointing: Bool) {
    self.model = model
    stack = LayerStack(
      model.layers, width: width, reachesInput: model.reachesInput, isCheckpointing: isCheckpointing)
    embeddings = EmbeddingsCache(width: model.embeddings.shape.width)
    narrow = Matrix(rows: 0, columns: model.embeddings.shape.width)
    narrowGradient = Matrix(rows: 0, columns: model.embeddings.shape.width)
    last = Matrix(rows: 0, columns: width)
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
    guard let norm = model.finalNorm else { return }
    last.reserve(rows: pass.rows)
    last.copyRows(pass.rows, of: pass.memory.hidden, fork: pass.fork)
    norm.forward(last, into: &pass.memory.hidden, pass)
  }

  func backward(_ pass: TrainingPass) {
    model.finalNorm?.backward(last, gradient: &pass.memory.gradient, pass)
    stack.backward(pass)
    guard model.reachesInput else { return }
    guard let widening = model.widening else {
      return model.embeddings.backward(embeddings, gradient: &pass.memory.gradient, pass)
    }
    narrowGradient.reserve(rows: pass.rows)
    widening.backward(narrow, gradient: pass.memory.gradient, into: &narrowGradient, accumulates: false, pass)
    if model.embeddings.isTrained { model.embeddings.backward(embeddings, gradient: &narrowGradient, pass) }
  }

  var tokenWidth: Int {
    stack.tokenWidth + (model.widening == nil ? 1 : 3) * embeddings.width + (model.finalNorm == nil ? 0 : last.columns)
  }
}

/// What such a model is made of.
struct TokenModelParts<Layer: TrainableLayer> {
  let embeddings: TokenEmbeddings
  /// Brings embeddings to the width of hidden states, where it is another.
  var widening: Linear?
  let layers: [Layer]
  /// Behind the last layer, in models that normalise first.
  var finalNorm: LayerNorm?

  /// True when something below the layers is trained.
  var reachesInput: Bool { embeddings.isTrained || widening?.isTrained == true }
}

extension BERTModel: TrainableBody {
  var layerCount: Int { layers.count }

  func makeTraining(isCheckpointing: Bool) -> any BodyTraining {
    TokenModelTraining(
      TokenModelParts(embeddings: embeddings, widening: widening, layers: layers), width: limits.hidden,
      isCheckpointing: isCheckpointing)
  }
}

extension GTEModel: TrainableBody {
  var layerCount: Int { layers.count }

  func makeTraining(isCheckpointing: Bool) -> any BodyTraining {
    TokenModelTraining(
      TokenModelParts(embeddings: embeddings, layers: layers), width: limits.hidden, isCheckpointing: isCheckpointing)
  }
}

extension ModernBERTModel: TrainableBody {
  var layerCount: Int { layers.count }

  func makeTraining(isCheckpointing: Bool) -> any BodyTraining {
    TokenModelTraining(
      TokenModelParts(embeddings: embeddings, layers: layers, finalNorm: finalNorm), width: limits.hidden,
      isCheckpointing: isCheckpointing)
  }
}
