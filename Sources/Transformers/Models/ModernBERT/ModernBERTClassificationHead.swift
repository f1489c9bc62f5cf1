internal import Tensors

/// ModernBERT's head of one logit: w · LN(activation(P h)) + b, h the first token's hidden state or the mean of all.
struct ModernBERTClassificationHead: ClassificationHead {
  private let takesMean: Bool
  private let dense: Linear
  private let activation: Activation
  private let norm: LayerNorm
  private let classifier: [Float]
  private let bias: [Float]

  init(_ configuration: ModernBERTConfiguration, _ options: Options, from reader: inout WeightReader) {
    let width = configuration.hidden
    takesMean = options.takesMean
    activation = options.activation
    dense = Linear("head.dense", inputs: width, outputs: width, bias: options.bias, precision: .fp32, from: &reader)
    norm = LayerNorm(
      "head.norm", width: width, epsilon: configuration.epsilon, bias: configuration.normBias, from: &reader)
    classifier = reader.floats("classifier.weight", [1, width])
    bias = reader.floats("classifier.bias", [1])
  }

  func logits(_ batch: RaggedBatch, in memory: Workspace) -> [Float] {
    let instructionSet = norm.instructionSet, width = memory.hidden.columns
    var pooled = Matrix(rows: batch.count, columns: width), states = Matrix(rows: batch.count, columns: width)
    for sequence in 0..<batch.count {
      let rows = batch.rows(sequence)
      var row = pooled.mutableRow(sequence)
      instructionSet.mean(of: memory.hidden, rows: takesMean ? rows : rows.prefix(1), into: &row)
    }
    dense.apply(pooled, rows: 0..<batch.count, activation: activation, into: &states, at: 0)
    norm.apply(&states, rows: batch.count)
    var logits = [Float](repeating: 0, count: batch.count)
    var target = logits.mutableSpan
    instructionSet.dot(rows: states.elements, with: classifier.span, into: &target)
    return logits.map { $0 + bias[0] }
  }
}

extension ModernBERTClassificationHead {
  /// What config.json says about the head alone.
  struct Options {
    let takesMean: Bool
    /// Whether the dense layer has a bias; the classifier always has one.
    let bias: Bool
    let activation: Activation

    init(_ reader: ConfigurationReader) throws {
      takesMean = try reader.choice("classifier_pooling", default: "cls", from: ["cls": false, "mean": true])
      bias = try reader.flag("classifier_bias", default: false)
      activation = try reader.activation("classifier_activation", default: "gelu")
    }
  }
}
