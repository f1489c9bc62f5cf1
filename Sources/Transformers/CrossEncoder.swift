internal import Bytes
internal import Parallelism
public import Tensors
internal import Text

/// A cross-encoder: a query and a passage in, one logit out; the higher, the more relevant.
public final class CrossEncoder: Sendable {
  /// What decides the logits, up to rounding.
  public let identity: CrossEncoderIdentity
  /// The instruction-set path that computes them; results are the same bits for any threads and batches on one path.
  public let instructionSet: InstructionSet
  private let engine: InferenceEngine
  private let head: any ClassificationHead
  private let tokenizer: Tokenizer

  /// Loads a sequence classification model with one label from its folder.
  ///
  /// Pairs longer than `maxLength` tokens are cut, the longer text first; nil takes what the tokenizer and the model's positions allow.
  /// Throws `TransformersError` when a file is missing, malformed or does not fit the others.
  public init(folder: String, maxLength: Int? = nil, instructionSet: InstructionSet? = nil) throws {
    let path = try instructionSet ?? InstructionSet.chosen()
    let model = try TransformerFolder(ModelFolder(folder))
    let configuration = try model.configuration()
    try Self.checkLabels(configuration)
    let weights = try model.checkpoint(on: path)
    let (body, head) = try ModelFamily.of(configuration).classifier(configuration, weights, path)
    tokenizer = try model.tokenizer(embeddings: body.limits.vocabulary)
    engine = InferenceEngine(body, on: path)
    self.head = head
    self.instructionSet = path
    identity = CrossEncoderIdentity(
      model: try model.digest(of: weights).hex,
      maximumLength: try Self.length(
        maxLength, tokenizer: model.tokenizerLimit(), configuration, positions: body.limits.positions))
  }

  /// The logits of some pairs, in order. Texts are UTF-8 and may be empty.
  ///
  /// `progress` hears, one call at a time, how many pairs are finished.
  public func score(
    _ pairs: [(query: [UInt8], passage: [UInt8])], threads: Int, progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> [Float] {
    let tokenizer = tokenizer, limit = identity.maximumLength
    let sequences = try tokenized(count: pairs.count, threads: threads) { index in
      tokenizer.sequence(pairs[index].query, pairs[index].passage, maximumLength: limit)
    }
    return try score(tokens: sequences, threads: threads, progress: progress)
  }

  /// The logits of pairs that are tokens already.
  package func score(
    tokens: [TokenSequence], threads: Int, progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> [Float] {
    if let empty = tokens.firstIndex(where: { $0.count == 0 }) {
      throw TransformersError.input(index: empty, reason: "no tokens; a cross-encoder needs at least one")
    }
    let head = head
    return try engine.run(tokens, width: 1, threads: threads, progress: progress) { head.logits($0, in: $1) }
  }

  /// A configuration without `num_labels` and `id2label` has two labels, as transformers has it.
  private static func checkLabels(_ configuration: ConfigurationReader) throws {
    let labels = configuration.value("num_labels")?.int ?? configuration.value("id2label")?.object?.count ?? 2
    guard labels == 1 else {
      throw TransformersError.configuration(
        path: configuration.path, key: "id2label", reason: "has \(labels) labels; a cross-encoder has one")
    }
  }

  private static func length(
    _ wanted: Int?, tokenizer: Int?, _ configuration: ConfigurationReader, positions: Int
  ) throws -> Int {
    guard let wanted else { return min(tokenizer ?? .max, positions) }
    guard wanted >= 3, wanted <= positions else {
      throw TransformersError.configuration(
        path: configuration.path, key: "max_position_embeddings",
        reason: "is \(positions), so the maximum length must be from 3 to \(positions), not \(wanted)")
    }
    return wanted
  }
}
