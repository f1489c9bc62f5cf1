internal import Tensors

/// BERT (Devlin et al., 2019) without a head, and the models that share its layers. Source: transformers, models/bert/modeling_bert.py.
struct BERTModel: TransformerBody {
  private let configuration: BERTConfiguration
  let embeddings: TokenEmbeddings
  /// Brings embeddings to the width of hidden states, where it is another.
  let widening: Linear?
  let layers: [BERTLayer]

  init(_ configuration: BERTConfiguration, _ names: BERTWeightNames, from reader: inout WeightReader) {
    self.configuration = configuration
    let width = configuration.embeddings.width
    embeddings = TokenEmbeddings(configuration.embeddings, from: &reader)
    widening =
      width == configuration.hidden
      ? nil : Linear("embeddings_project", inputs: width, outputs: configuration.hidden, precision: .fp32, from: &reader)
    var layers: [BERTLayer] = []
    for index in 0..<configuration.layers { layers.append(BERTLayer(index, configuration, names, from: &reader)) }
    self.layers = layers
  }

  var limits: ModelLimits { ModelLimits(configuration.embeddings, hidden: configuration.hidden) }

  var workspaceShape: WorkspaceShape {
    WorkspaceShape(
      hidden: configuration.hidden, projected: 3 * configuration.hidden, inner: configuration.inner,
      attention: configuration.attention)
  }

  func run(_ batch: RaggedBatch, in memory: Workspace) {
    memory.measure(.embeddings) { embed(batch, in: memory) }
    for layer in layers { layer.apply(to: memory, batch) }
  }

  private func embed(_ batch: RaggedBatch, in memory: Workspace) {
    guard let widening else { return embeddings.apply(to: batch, into: &memory.hidden) }
    var narrow = Matrix(rows: batch.tokenCount, columns: configuration.embeddings.width)
    embeddings.apply(to: batch, into: &narrow)
    widening.apply(narrow, rows: 0..<batch.tokenCount, into: &memory.hidden, at: 0)
  }
}

extension ModelLimits {
  /// Those of learned positions.
  init(_ embeddings: EmbeddingShape, hidden: Int) {
    self.init(
      vocabulary: embeddings.vocabulary, tokenTypes: embeddings.segments, positions: embeddings.longest, hidden: hidden)
  }
}
