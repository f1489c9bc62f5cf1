internal import Tensors

/// BERT (Devlin et al., 2019) without a head. Source: transformers, models/bert/modeling_bert.py.
struct BERTModel: TransformerBody {
  private let configuration: BERTConfiguration
  private let embeddings: BERTEmbeddings
  private let layers: [BERTLayer]

  init(_ configuration: BERTConfiguration, from reader: inout WeightReader) {
    self.configuration = configuration
    embeddings = BERTEmbeddings(configuration, from: &reader)
    var layers: [BERTLayer] = []
    for index in 0..<configuration.layers { layers.append(BERTLayer(index, configuration, from: &reader)) }
    self.layers = layers
  }

  var limits: ModelLimits {
    ModelLimits(
      vocabulary: configuration.vocabulary, tokenTypes: configuration.tokenTypes, positions: configuration.positions,
      hidden: configuration.hidden)
  }

  var workspaceShape: WorkspaceShape {
    WorkspaceShape(
      hidden: configuration.hidden, projected: 3 * configuration.hidden, inner: configuration.inner,
      attention: configuration.attention)
  }

  func run(_ batch: RaggedBatch, in memory: Workspace) {
    embeddings.apply(to: memory, batch)
    for layer in layers { layer.apply(to: memory, batch) }
  }
}
