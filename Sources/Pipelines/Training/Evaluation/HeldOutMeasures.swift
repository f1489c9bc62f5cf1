internal import Corpora
internal import Tensors
internal import Training
internal import Transformers

/// The loss over held-out examples, and for bi-encoders the share of negatives that lie farther from the query than a positive.
struct HeldOutMeasures {
  let examples: [TrainingExample]
  let loss: any Loss
  let task: TrainingTask
  /// What nearness is where triplets are counted.
  let similarity: Similarity
  /// Examples that see each other in a loss over batches, as in training.
  let batchSize: Int
  let tokensPerGroup: Int

  /// `loss`, and `triplet_accuracy` where there are triplets. Computed without dropout.
  func values(_ model: TrainingModel, work: WorkSettings, fork: Fork) throws -> [(name: String, value: Double)] {
    var sum = 0.0, terms = 0.0
    var accuracy = TripletAccuracy(similarity)
    for start in stride(from: 0, to: examples.count, by: batchSize) {
      try work.stopIfAsked()
      let batch = examples[start..<min(start + batchSize, examples.count)]
      let rows = task.rows(of: batch)
      let outputs = outputs(model, task.inputs(of: batch, model), fork: fork)
      let divisor = loss.divisor(batch.map(\.labels))
      let parts = zip(rows, batch).map { LossExample(rows: $0, labels: $1.labels) }
      let whole = LossBatch(
        outputs: outputs, width: model.outputs, examples: parts, divisor: divisor,
        texts: task == .biEncoder ? TextNumbers.of(batch) : [])
      sum += loss.evaluate(whole).value * divisor
      terms += divisor
      if task == .biEncoder { accuracy.add(labelled(whole, batch)) }
    }
    let values = [(name: EvaluationSection.loss, value: sum / max(terms, 1))]
    return values + (accuracy.share.map { [(name: "triplet_accuracy", value: $0)] } ?? [])
  }

  /// The batch with the labels that triplets are told by: 1 for positives, 0 for negatives.
  private func labelled(_ batch: LossBatch, _ examples: ArraySlice<TrainingExample>) -> LossBatch {
    let parts = zip(batch.examples, examples).map { part, example in
      LossExample(rows: part.rows, labels: example.passages.indices.map { $0 < example.positiveCount ? 1 : 0 })
    }
    return LossBatch(outputs: batch.outputs, width: batch.width, examples: parts, divisor: batch.divisor)
  }

  /// The outputs of any number of inputs, in groups as large as in training.
  private func outputs(_ model: TrainingModel, _ inputs: [TrainingInput], fork: Fork) -> [Float] {
    var outputs: [Float] = []
    var group: [TrainingInput] = []
    var tokens = 0
    for input in inputs {
      if !group.isEmpty, tokens + input.tokenCount > tokensPerGroup {
        outputs += model.forward(group, dropout: nil, keepsCaches: false, fork: fork)
        group = []
        tokens = 0
      }
      group.append(input)
      tokens += input.tokenCount
    }
    return group.isEmpty ? outputs : outputs + model.forward(group, dropout: nil, keepsCaches: false, fork: fork)
  }
}

extension TrainingTask {
  /// The sequences of some examples: pairs, or each query followed by its passages.
  func inputs(of examples: some Collection<TrainingExample>, _ model: TrainingModel) -> [TrainingInput] {
    var inputs: [TrainingInput] = []
    for example in examples {
      if self == .biEncoder { inputs.append(model.input(text: example.query, isQuery: true, number: inputs.count)) }
      for passage in example.passages {
        inputs.append(
          self == .biEncoder
            ? model.input(text: passage, isQuery: false, number: inputs.count)
            : model.input(query: example.query, passage: passage, number: inputs.count))
      }
    }
    return inputs
  }

  /// The rows of outputs that each of some examples has.
  func rows(of examples: some Collection<TrainingExample>) -> [Range<Int>] {
    var first = 0
    return examples.map { example in
      let count = example.passages.count + (self == .biEncoder ? 1 : 0)
      defer { first += count }
      return first..<first + count
    }
  }
}
