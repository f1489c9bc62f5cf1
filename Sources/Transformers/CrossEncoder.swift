internal import Bytes
internal import Parallelism
public import Tensors
internal import Text

/// A cross-encoder: a query and a passage in, one logit out; the higher, the more relevant.
///
/// Scores are logits whatever activation the folder names: it would not change the ranking, but it would make ties of large logits and
/// squeeze what score fusion works with. `activation` gives the scores that sentence-transformers prints.
public final class CrossEncoder: Sendable {
  /// What decides the logits, up to rounding.
  public let identity: CrossEncoderIdentity
  /// What sentence-transformers applies to the logits.
  public let activation: ScoreActivation
  /// The instruction-set path that computes them; results are the same bits for any threads and batches on one path.
  public let instructionSet: InstructionSet
  let engine: InferenceEngine
  let head: any ClassificationHead
  private let tokenizer: Tokenizer

  /// Loads a sequence classification model with one label from its folder, which may be a PEFT adapter's.
  ///
  /// Pairs longer than `maxLength` tokens are cut, the longer text first; nil takes what the tokenizer and the model's positions allow.
  /// With `precision` int8 the linear layers compute in eight bits. Throws `TransformersError` when a file is
  /// missing, malformed or does not fit the others.
  public convenience init(
    folder: String, maxLength: Int? = nil, precision: Precision = .fp32, instructionSet: InstructionSet? = nil
  ) throws {
    let path = try instructionSet ?? InstructionSet.chosen()
    let folder = try CrossEncoderFolder(ModelFolder(folder))
    let configuration = try folder.transformer.configuration()
    try folder.refuseTokenClassifier(configuration)
    try folder.checkLabels(configuration)
    try self.init(
      folder, configuration, folder.transformer.checkpoint(on: path), maxLength: maxLength,
      Arithmetic(instructionSet: path, precision: precision))
  }

  /// From a folder whose configuration is known to be that of a classifier of one label.
  init(
    _ folder: CrossEncoderFolder, _ configuration: ConfigurationReader, _ weights: Checkpoint, maxLength: Int?,
    _ arithmetic: Arithmetic
  ) throws {
    let model = folder.transformer, path = arithmetic.instructionSet
    let (body, head) = try ModelFamily.of(configuration).classifier(configuration, weights, arithmetic)
    let settings = folder.settings
    tokenizer = try model.tokenizer(embeddings: body.limits.vocabulary, lowercasing: settings.lowercases)
    engine = InferenceEngine(body, on: path)
    self.head = head
    self.instructionSet = path
    activation = folder.activation
    let digest = try model.digest(of: weights)
    if settings.lowercases { digest.update(field: "do_lower_case") }
    let limit = try Self.length(
      maxLength, usual: settings.maximumLength ?? model.tokenizerLimit(), configuration, positions: body.limits.positions)
    if arithmetic.training != nil { digest.update(field: "under training") }
    identity = CrossEncoderIdentity(
      model: digest.hex, maximumLength: limit, precision: arithmetic.precision, prefix: folder.prefix)
  }

  /// The logits of some pairs, in order. Texts are UTF-8 and may be empty.
  ///
  /// `progress` hears, one call at a time, how many pairs are finished; `account`, what the operations took.
  public func score(
    _ pairs: [(query: [UInt8], passage: [UInt8])], threads: Int, account: OperationAccount? = nil,
    progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> [Float] {
    return try InputWindows.concatenate(count: pairs.count, bytes: { pairs[$0].query.count + pairs[$0].passage.count }) {
      window in
      let sequences = try tokenized(window, threads: threads, account: account) { index in
        sequence(query: pairs[index].query, passage: pairs[index].passage)
      }
      return try score(tokens: sequences, threads: threads, account: account) { progress(window.lowerBound + $0) }
    }
  }

  /// The tokens of a pair.
  func sequence(query: [UInt8], passage: [UInt8]) -> TokenSequence {
    tokenizer.sequence(identity.prefix.bytes + query, passage, maximumLength: identity.maximumLength)
  }

  /// The logits of pairs that are tokens already.
  package func score(
    tokens: [TokenSequence], threads: Int, account: OperationAccount? = nil, progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> [Float] {
    if let empty = tokens.firstIndex(where: { $0.count == 0 }) {
      throw TransformersError.input(index: empty, reason: "no tokens; a cross-encoder needs at least one")
    }
    let head = head
    return try engine.run(tokens, width: 1, threads: threads, account: account, progress: progress) { head.logits($0, in: $1) }
  }

  private static func length(
    _ wanted: Int?, usual: Int?, _ configuration: ConfigurationReader, positions: Int
  ) throws -> Int {
    guard let wanted else { return min(usual ?? .max, positions) }
    guard wanted >= 3, wanted <= positions else {
      throw TransformersError.configuration(
        path: configuration.path, key: "max_position_embeddings",
        reason: "is \(positions), so the maximum length must be from 3 to \(positions), not \(wanted)")
    }
    return wanted
  }
}
