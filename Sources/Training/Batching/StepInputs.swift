internal import Corpora
internal import Parallelism
internal import Transformers

/// The sequences of a step, numbered in the order of its examples, and which of them belong to which example.
struct StepInputs {
  let inputs: [TrainingInput]
  /// Of each example.
  let rows: [Range<Int>]
  let labels: [[Float]]
  /// Numbers of the sequences' texts; none for a cross-encoder, whose losses do not ask for them.
  private let texts: [Int]

  /// Tokenises the examples of a step.
  init(_ examples: [TrainingExample], stage: TrainedStage, model: any TrainableModel, threads: Int) throws {
    var rows: [Range<Int>] = []
    for example in examples {
      let first = rows.last?.upperBound ?? 0
      rows.append(first..<first + stage.sequences(of: example))
    }
    self.rows = rows
    labels = examples.map(\.labels)
    texts = stage == .biEncoder ? TextNumbers.of(examples) : []
    let source = SharedModel(model: model), places = rows
    inputs = try mapBlocks(count: examples.count, threads: threads) { index in
      stage.inputs(of: examples[index], first: places[index].lowerBound, for: source.model)
    }.flatMap { $0 }
  }

  /// Tokens of each example.
  var tokens: [Int] { rows.map { $0.reduce(0) { $0 + inputs[$1].tokenCount } } }

  /// The numbers of the sequences of some examples.
  func sequences(of examples: Range<Int>) -> Range<Int> {
    examples.isEmpty ? 0..<0 : rows[examples.lowerBound].lowerBound..<rows[examples.upperBound - 1].upperBound
  }

  /// What a loss sees of some examples; `outputs` are those of their sequences.
  func batch(_ examples: Range<Int>, outputs: [Float], width: Int, divisor: Double) -> LossBatch {
    let sequences = sequences(of: examples), first = sequences.lowerBound
    let parts = examples.map { index in
      LossExample(rows: rows[index].lowerBound - first..<rows[index].upperBound - first, labels: labels[index])
    }
    return LossBatch(
      outputs: outputs, width: width, examples: parts, divisor: divisor, texts: texts.isEmpty ? [] : Array(texts[sequences]))
  }
}

/// A model whose tokenizer several threads use at once, while nothing else of it is used.
private struct SharedModel: @unchecked Sendable {
  let model: any TrainableModel
}
