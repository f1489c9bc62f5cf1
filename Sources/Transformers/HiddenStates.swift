package import Tensors

/// A model's body alone: tokens in, the last hidden state of each token out. For comparisons with reference implementations.
package struct HiddenStates: Sendable {
  /// Floats of a hidden state.
  package let width: Int
  private let engine: InferenceEngine

  /// Loads the body from a folder with config.json and weights; no tokenizer is needed.
  package init(folder: String, precision: Precision = .fp32, instructionSet: InstructionSet) throws {
    let folder = try TransformerFolder(ModelFolder(folder))
    let configuration = try folder.configuration(), checkpoint = try folder.checkpoint(on: instructionSet)
    let body = try ModelFamily.of(configuration).body(
      configuration, checkpoint, Arithmetic(instructionSet: instructionSet, precision: precision))
    engine = InferenceEngine(body, on: instructionSet)
    width = body.limits.hidden
  }

  /// For each sequence its tokens' hidden states, row by row. The sequences go through the model together.
  package func rows(of sequences: [TokenSequence], threads: Int) throws -> [[Float]] {
    let width = width, longest = sequences.map(\.count).max() ?? 0
    let padded = try engine.run(sequences, width: longest * width, threads: threads, progress: { _ in }) { batch, memory in
      var out = [Float](repeating: 0, count: batch.count * longest * width)
      for sequence in 0..<batch.count {
        for (place, token) in batch.rows(sequence).enumerated() {
          let state = memory.hidden.row(token), start = (sequence * longest + place) * width
          for column in 0..<width { out[start + column] = state[column] }
        }
      }
      return out
    }
    return sequences.indices.map { index in
      Array(padded[index * longest * width..<(index * longest + sequences[index].count) * width])
    }
  }
}
