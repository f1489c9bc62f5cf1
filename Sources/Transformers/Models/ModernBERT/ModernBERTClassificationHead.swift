internal import Tensors

/// ModernBERT's head of one logit: w · LN(activation(P h)) + b, h the first token's hidden state or the mean of all.
struct ModernBERTClassificationHead: ClassificationHead {
  let takesMean: Bool
  let dense: Linear
  let activation: Activation
  let norm: LayerNorm
  /// On what the last layer reads.
  let dropout: Dropout
  let last: LogitLayer

  init(_ configuration: ModernBERTConfiguration, _ options: Options, from reader: inout WeightReader) {
    let width = configuration.hidden
    reader.begin(.head)
    takesMean = options.takesMean
    activation = options.activation
    dense = Linear("head.dense", inputs: width, outputs: width, bias: options.bias, precision: .fp32, from: &reader)
    norm = LayerNorm(
      "head.norm", width: width, epsilon: configuration.epsilon, bias: configuration.normBias, from: &reader)
    dropout = reader.dropout(\.head)
    last = LogitLayer("classifier", width: width, from: &reader)
  }

  func logits(_ batch: RaggedBatch, in memory: Workspace) -> [Float] {
    var pooled = Matrix(rows: batch.count, columns: memory.hidden.columns)
    var states = Matrix(rows: batch.count, columns: memory.hidden.columns)
    pool(memory.hidden, sequences: (0..<batch.count).map { batch.rows($0) }, into: &pooled)
    dense.apply(pooled, rows: 0..<batch.count, activation: activation, into: &states, at: 0)
    norm.apply(&states, rows: batch.count)
    return last.apply(states)
  }

  /// One row for each sequence.
  func pool(_ hidden: borrowing Matrix, sequences: [Range<Int>], into pooled: inout Matrix) {
    for (sequence, rows) in sequences.enumerated() {
      var row = pooled.mutableRow(sequence)
      norm.instructionSet.mean(of: hidden, rows: counted(rows), into: &row)
    }
  }

  /// The rows of a sequence that are pooled.
  func counted(_ rows: Range<Int>) -> Range<Int> { takesMean ? rows : rows.prefix(1) }
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
