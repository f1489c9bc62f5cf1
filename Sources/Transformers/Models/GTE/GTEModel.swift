internal import Tensors

/// GTE's own architecture (mGTE, Zhang et al., 2024) without a head: rotary positions, gated layers, no norm at the end.
///
/// Source: Alibaba-NLP/new-impl, modeling.py.
struct GTEModel: TransformerBody {
  private let configuration: GTEConfiguration
  let embeddings: TokenEmbeddings
  let layers: [GTELayer]

  init(_ configuration: GTEConfiguration, from reader: inout WeightReader) {
    self.configuration = configuration
    embeddings = TokenEmbeddings(configuration.embeddings, from: &reader)
    let rotary = configuration.rotary
    var layers: [GTELayer] = []
    for index in 0..<configuration.layers {
      layers.append(GTELayer(index, configuration, rotary: rotary, from: &reader))
    }
    self.layers = layers
  }

  /// A model of one segment takes every token for its own.
  var limits: ModelLimits {
    let tokenTypes = configuration.embeddings.tokenTypes
    return ModelLimits(
      vocabulary: configuration.embeddings.vocabulary, tokenTypes: tokenTypes > 1 ? tokenTypes : nil,
      positions: configuration.positions, hidden: configuration.hidden)
  }

  var workspaceShape: WorkspaceShape {
    WorkspaceShape(
      hidden: configuration.hidden, projected: 3 * configuration.hidden, inner: 2 * configuration.inner,
      gated: configuration.inner, attention: configuration.attention)
  }

  func run(_ batch: RaggedBatch, in memory: Workspace) {
    memory.measure(.embeddings) { embeddings.apply(to: batch, into: &memory.hidden) }
    for layer in layers { layer.apply(to: memory, batch) }
  }
}
