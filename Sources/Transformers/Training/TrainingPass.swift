internal import Tensors

/// One forward pass and the backward pass that follows it: the sequences of a span, their dropout, and the memory and threads that
/// compute them.
struct TrainingPass {
  let batch: RaggedBatch
  /// Rows of the matrices that operations work on.
  private(set) var rows: Int
  /// The rows of each sequence.
  private(set) var sequences: [Range<Int>]
  /// The numbers of the sequences in their step.
  let numbers: [Int]
  /// Tokens at the beginning of each sequence that pooling leaves out.
  let skipped: [Int]
  let dropout: DropoutKey?
  private(set) var fork: Fork
  let memory: TrainingWorkspace

  init(_ inputs: [TrainingInput], dropout: DropoutKey?, fork: Fork, memory: TrainingWorkspace) {
    let batch = RaggedBatch(inputs.lazy.map(\.tokens))
    self.batch = batch
    rows = batch.tokenCount
    sequences = (0..<batch.count).map { batch.rows($0) }
    numbers = inputs.map(\.number)
    skipped = inputs.map(\.skipped)
    self.dropout = dropout
    self.fork = fork
    self.memory = memory
  }

  /// The same pass for matrices with one row for each sequence: pooled states.
  var ofSequences: TrainingPass {
    var pass = self
    pass.rows = sequences.count
    pass.sequences = sequences.indices.map { $0..<$0 + 1 }
    return pass
  }

  /// The same pass computed by other threads.
  func with(fork: Fork) -> TrainingPass {
    var pass = self
    pass.fork = fork
    return pass
  }
}
