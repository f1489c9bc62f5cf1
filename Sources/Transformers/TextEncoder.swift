internal import Bytes
internal import Parallelism
public import Tensors
internal import Text

/// A bi-encoder: texts in, one vector each out, as sentence-transformers computes them.
public final class TextEncoder: Sendable {
  /// Floats of a vector.
  public let dimension: Int
  /// What decides the vectors, up to rounding.
  public let identity: EncoderIdentity
  /// The instruction-set path that computes them; results are the same bits for any threads and batches on one path.
  public let instructionSet: InstructionSet
  private let engine: InferenceEngine
  private let tokenizer: Tokenizer
  private let pooling: Pooling

  /// Loads a model from its folder: a sentence-transformers folder, or a plain transformer, which is then mean-pooled.
  ///
  /// Computes on the path of `WINNOW_ISA`, or the fastest one, unless another is given. Throws `TransformersError` when a file is
  /// missing, malformed or does not fit the others.
  public init(folder: String, instructionSet: InstructionSet? = nil) throws {
    let path = try instructionSet ?? InstructionSet.chosen()
    let folder = try SentenceTransformerFolder(ModelFolder(folder))
    let model = try TransformerFolder(folder.transformer)
    let configuration = try model.configuration()
    if !folder.isDeclared { try Self.refuseClassifier(configuration) }
    let weights = try model.checkpoint(on: path)
    let body = try ModelFamily.of(configuration).body(configuration, weights, path)
    tokenizer = try model.tokenizer(embeddings: body.limits.vocabulary)
    engine = InferenceEngine(body, on: path)
    pooling = folder.pooling
    dimension = body.limits.hidden
    self.instructionSet = path
    identity = EncoderIdentity(
      model: try model.digest(of: weights).hex, dimension: dimension,
      pooling: folder.pooling.rawValue + (folder.isDeclared ? "" : ", assumed"),
      maximumLength: min(try folder.maximumLength ?? model.tokenizerLimit() ?? .max, body.limits.positions),
      normalised: folder.normalises, prefix: folder.prefix)
  }

  /// A cross-encoder's hidden states were never trained to be compared: its vectors would only look like embeddings.
  private static func refuseClassifier(_ configuration: ConfigurationReader) throws {
    let names = configuration.value("architectures")?.array?.compactMap { $0.string?.text } ?? []
    if let name = names.first(where: { $0.hasSuffix("ForSequenceClassification") }) {
      throw TransformersError.configuration(
        path: configuration.path, key: "architectures",
        reason: "names \(name), a cross-encoder, and there is no modules.json; give an encoder such as all-MiniLM-L6-v2")
    }
  }

  /// The vectors of some texts: `texts.count` rows of `dimension` floats, in order. Texts are UTF-8 and may be empty; what is longer
  /// than the maximum length is cut.
  ///
  /// `progress` hears, one call at a time, how many texts are finished.
  public func encode(
    _ texts: [[UInt8]], threads: Int, progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> [Float] {
    let tokenizer = tokenizer, prefix = identity.prefix.bytes, limit = identity.maximumLength
    let sequences = try tokenized(count: texts.count, threads: threads) { index in
      tokenizer.sequence(prefix.isEmpty ? texts[index] : prefix + texts[index], maximumLength: limit)
    }
    return try encode(tokens: sequences, threads: threads, progress: progress)
  }

  /// The vectors of texts that are tokens already.
  package func encode(
    tokens: [TokenSequence], threads: Int, progress: @Sendable (Int) -> Void = { _ in }
  ) throws -> [Float] {
    let pooling = pooling, normalises = identity.normalised, instructionSet = instructionSet
    return try engine.run(tokens, width: dimension, threads: threads, progress: progress) { batch, memory in
      pooling.vectors(batch, in: memory, normalises: normalises, on: instructionSet)
    }
  }
}
