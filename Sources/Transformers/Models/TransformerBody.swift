internal import Tensors

/// A transformer without a head: token ids in, hidden states out.
protocol TransformerBody: Sendable {
  /// What the model takes and gives.
  var limits: ModelLimits { get }
  /// Widths of its activations.
  var workspaceShape: WorkspaceShape { get }
  /// Computes the last hidden states of all tokens into `memory.hidden`. The batch is within the limits.
  func run(_ batch: RaggedBatch, in memory: Workspace)
}

/// What a model can take, and the width of what it gives.
struct ModelLimits: Sendable {
  let vocabulary: Int
  /// Segments it tells apart; nil when it takes no segments: it then ignores them.
  let tokenTypes: Int?
  let positions: Int
  let hidden: Int

  /// Throws when a sequence is one that the model cannot take.
  func check(_ sequence: TokenSequence, index: Int) throws {
    guard sequence.count <= positions else {
      throw TransformersError.input(index: index, reason: "\(sequence.count) tokens; the model takes at most \(positions)")
    }
    guard sequence.typeIDs.count == sequence.count else {
      throw TransformersError.input(index: index, reason: "as many segment numbers as tokens are needed")
    }
    if let id = sequence.ids.first(where: { $0 < 0 || $0 >= vocabulary }) {
      throw TransformersError.input(index: index, reason: "token id \(id) is outside the vocabulary of \(vocabulary)")
    }
    if let tokenTypes, let type = sequence.typeIDs.first(where: { $0 < 0 || $0 >= tokenTypes }) {
      throw TransformersError.input(index: index, reason: "segment number \(type); the model knows \(tokenTypes)")
    }
  }
}

/// What turns hidden states into one logit per sequence.
protocol ClassificationHead: Sendable {
  /// One logit per sequence of the batch whose last hidden states `memory` holds. No sequence is empty.
  func logits(_ batch: RaggedBatch, in memory: Workspace) -> [Float]
}
