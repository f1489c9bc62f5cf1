internal import Tensors

/// The sum of word, position and segment embeddings, normalised.
struct BERTEmbeddings: Sendable {
  private let words: EmbeddingTable?
  private let positions: [Float]
  private let segments: [Float]
  private let norm: LayerNorm
  private let instructionSet: InstructionSet
  private let width: Int

  init(_ configuration: BERTConfiguration, from reader: inout WeightReader) {
    width = configuration.hidden
    instructionSet = reader.instructionSet
    words = reader.table("embeddings.word_embeddings.weight", rows: configuration.vocabulary, columns: width)
    positions = reader.floats("embeddings.position_embeddings.weight", [configuration.positions, width])
    segments = reader.floats("embeddings.token_type_embeddings.weight", [configuration.tokenTypes, width])
    norm = LayerNorm("embeddings.LayerNorm", width: width, epsilon: configuration.epsilon, from: &reader)
  }

  /// The embeddings of all tokens, into `memory.hidden`.
  func apply(to memory: Workspace, _ batch: RaggedBatch) {
    guard let words else { return }
    for sequence in 0..<batch.count {
      let rows = batch.rows(sequence)
      for token in rows {
        var elements = memory.hidden.mutableRow(token)
        words.read(Int(batch.ids[token]), on: instructionSet, into: &elements)
        instructionSet.add(row(token - rows.lowerBound, of: positions), to: &elements)
        instructionSet.add(row(Int(batch.typeIDs[token]), of: segments), to: &elements)
      }
    }
    norm.apply(&memory.hidden, rows: batch.tokenCount)
  }

  @_lifetime(borrow table)
  private func row(_ index: Int, of table: borrowing [Float]) -> Span<Float> {
    table.span.extracting(index * width..<(index + 1) * width)
  }
}
