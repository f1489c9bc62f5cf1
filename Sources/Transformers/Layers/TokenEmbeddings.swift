internal import Tensors

/// What is summed for a token.
struct EmbeddingShape: Sendable {
  let vocabulary: Int
  let width: Int
  /// Rows of the position table; 0 where positions are told otherwise.
  let positions: Int
  /// The padding token of models in RoBERTa's manner; nil where positions are counted from 0.
  let padding: Int?
  /// Rows of the segment table; 0 where there is none.
  let tokenTypes: Int
  let epsilon: Float
  /// The padding token, to which training gives no gradient where a text holds it; nil where there is none.
  let untrainedToken: Int?

  /// The longest sequence that the position table allows.
  var longest: Int { positions - (padding.map { $0 + 1 } ?? 0) }
  /// Segments that an input may name; nil where they are ignored, as they are by RoBERTa, whose tokenizer gives none and whose one
  /// row is every token's.
  var segments: Int? { tokenTypes == 0 || (tokenTypes == 1 && padding != nil) ? nil : tokenTypes }

  /// The row of the segment table that a token takes.
  func segment(_ type: Int32) -> Int { tokenTypes > 1 ? Int(type) : 0 }
}

/// The sum of word, position and segment embeddings, normalised.
///
/// With a padding token p, positions are p + 1, p + 2, ... and a p among the tokens keeps the row p without being counted. Source:
/// transformers, modeling_roberta.py, `create_position_ids_from_input_ids`.
struct TokenEmbeddings: Sendable {
  let shape: EmbeddingShape
  let words: WordTable?
  let positions: WeightMemory
  let segments: WeightMemory
  let norm: LayerNorm
  let dropout: Dropout
  let instructionSet: InstructionSet

  init(_ shape: EmbeddingShape, from reader: inout WeightReader) {
    self.shape = shape
    let width = shape.width, name = { (table: String) in ["embeddings.\(table)_embeddings.weight"] }
    instructionSet = reader.instructionSet
    words = reader.table("embeddings.word_embeddings.weight", rows: shape.vocabulary, columns: width)
    positions = shape.positions == 0 ? WeightMemory([]) : reader.weights(name("position"), [shape.positions, width])
    segments = shape.tokenTypes == 0 ? WeightMemory([]) : reader.weights(name("token_type"), [shape.tokenTypes, width])
    norm = LayerNorm("embeddings.LayerNorm", width: width, epsilon: shape.epsilon, from: &reader)
    dropout = reader.dropout(\.embeddings)
  }

  /// Words alone, by the names of their table and their norm.
  init(words: String, norm: String, normBias: Bool, _ shape: EmbeddingShape, from reader: inout WeightReader) {
    self.shape = shape
    instructionSet = reader.instructionSet
    self.words = reader.table(words, rows: shape.vocabulary, columns: shape.width)
    positions = WeightMemory([])
    segments = WeightMemory([])
    self.norm = LayerNorm(norm, width: shape.width, epsilon: shape.epsilon, bias: normBias, from: &reader)
    dropout = reader.dropout(\.embeddings)
  }

  /// The embeddings of all tokens, a row each. A model with one segment alone takes every token for its own.
  func apply(to batch: RaggedBatch, into output: inout Matrix) {
    sum(batch, into: &output)
    norm.apply(&output, rows: batch.tokenCount)
  }

  /// What is normalised.
  func sum(_ batch: RaggedBatch, into output: inout Matrix) {
    guard let words else { return }
    for sequence in 0..<batch.count {
      var counter = PositionCounter(padding: shape.padding)
      for token in batch.rows(sequence) {
        var elements = output.mutableRow(token)
        words.read(Int(batch.ids[token]), on: instructionSet, into: &elements)
        if shape.positions > 0 { instructionSet.add(positions.row(counter.next(batch.ids[token])), to: &elements) }
        guard shape.tokenTypes > 0 else { continue }
        instructionSet.add(segments.row(shape.segment(batch.typeIDs[token])), to: &elements)
      }
    }
  }
}

/// The rows of the position table, token after token.
struct PositionCounter {
  let padding: Int?
  private var following: Int

  init(padding: Int?) {
    self.padding = padding
    following = padding.map { $0 + 1 } ?? 0
  }

  mutating func next(_ token: Int32) -> Int {
    if let padding, token == padding { return padding }
    defer { following += 1 }
    return following
  }
}
