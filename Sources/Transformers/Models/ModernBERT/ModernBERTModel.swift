internal import Tensors

/// ModernBERT (Warner et al., 2024) without a head. Source: transformers, models/modernbert/modeling_modernbert.py.
struct ModernBERTModel: TransformerBody {
  private let configuration: ModernBERTConfiguration
  /// Words alone: positions enter by rotation.
  let embeddings: TokenEmbeddings
  let layers: [ModernBERTLayer]
  let finalNorm: LayerNorm

  init(_ configuration: ModernBERTConfiguration, from reader: inout WeightReader) {
    self.configuration = configuration
    embeddings = TokenEmbeddings(
      words: "embeddings.tok_embeddings.weight", norm: "embeddings.norm", normBias: configuration.normBias,
      configuration.embeddings, from: &reader)
    let tables = configuration.rotary.tables(configuration)
    var layers: [ModernBERTLayer] = []
    for (index, kind) in configuration.layers.enumerated() {
      layers.append(ModernBERTLayer(index, configuration, rotary: tables[kind], from: &reader))
    }
    self.layers = layers
    reader.begin(.end)
    finalNorm = LayerNorm(
      "final_norm", width: configuration.hidden, epsilon: configuration.epsilon, bias: configuration.normBias, from: &reader)
  }

  var limits: ModelLimits {
    ModelLimits(
      vocabulary: configuration.vocabulary, tokenTypes: nil, positions: configuration.positions, hidden: configuration.hidden)
  }

  var workspaceShape: WorkspaceShape {
    WorkspaceShape(
      hidden: configuration.hidden, projected: 3 * configuration.hidden, inner: 2 * configuration.inner,
      gated: configuration.inner, attention: configuration.attention(.global), normalisesFirst: true)
  }

  func run(_ batch: RaggedBatch, in memory: Workspace) {
    memory.measure(.embeddings) {
      embeddings.apply(to: batch, into: &memory.hidden)
      for row in 0..<batch.tokenCount { memory.residual.copyRow(row, of: memory.hidden, to: row) }
    }
    for layer in layers { layer.apply(to: memory, batch) }
    finalNorm.open(memory, rows: batch.tokenCount)
  }
}
