internal import Corpora
public import Tensors
public import Transformers

/// What a trainer asks of a model; `TrainingModel` is one.
public protocol TrainableModel: AnyObject {
  /// All tensors, trained or not, in a fixed order.
  var parameters: [Parameter] { get }
  /// Floats that `forward` gives for a sequence.
  var outputs: Int { get }
  /// A pair for a cross-encoder; `number` is that of the sequence in its step.
  func input(query: [UInt8], passage: [UInt8], number: Int) -> TrainingInput
  /// A text for a bi-encoder.
  func input(text: [UInt8], isQuery: Bool, number: Int) -> TrainingInput
  /// The outputs of sequences, `outputs` floats each, which must not depend on what is computed together.
  func forward(_ inputs: [TrainingInput], dropout: DropoutKey?, keepsCaches: Bool, fork: Fork) -> [Float]
  /// Adds to the gradients what follows from the gradients of the last outputs whose caches were kept.
  func backward(_ gradients: [Float], fork: Fork)
  /// All gradients become zero.
  func clearGradients()
  /// Values were written.
  func parametersChanged(fork: Fork)
}

extension TrainingModel: TrainableModel {}

extension TrainedStage {
  /// Sequences of an example: cross-encoder, one a passage; bi-encoder, the query, then one a passage.
  func sequences(of example: TrainingExample) -> Int { example.passages.count + (self == .biEncoder ? 1 : 0) }

  /// The sequences of an example, the first of which has number `first` in its step.
  func inputs(of example: TrainingExample, first: Int, for model: any TrainableModel) -> [TrainingInput] {
    switch self {
    case .crossEncoder:
      example.passages.enumerated().map { model.input(query: example.query, passage: $1, number: first + $0) }
    case .biEncoder:
      [model.input(text: example.query, isQuery: true, number: first)]
        + example.passages.enumerated().map { model.input(text: $1, isQuery: false, number: first + 1 + $0) }
    }
  }
}
