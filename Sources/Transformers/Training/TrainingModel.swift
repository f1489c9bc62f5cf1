internal import Bytes
public import Tensors

/// A cross-encoder or a bi-encoder whose weights are trained: forward passes that keep what the backward pass needs, gradients that
/// add up, and views that evaluate the weights as they are.
///
/// It is used by one thread at a time; operations are shared out over threads within. All results have the same bits for any fork.
public final class TrainingModel {
  /// All tensors of the model in the order in which they are read, frozen ones included.
  public let parameters: [Parameter]
  /// Names of the weights that the checkpoint lacks and that were drawn from the seed.
  public let initialised: [String]
  /// The first components, within the model, of the names of the head's weights, such as "pooler" and "classifier": what an
  /// adapter saves whole. Empty for a bi-encoder.
  public let headModules: [String]
  private let view: View
  private let body: any BodyTraining
  private let output: any OutputTraining
  private let weights: [TrainingWeight]
  private let memory: TrainingWorkspace
  private let shape: WorkspaceShape
  private var last: TrainingPass?

  /// The model as inference uses it: the same layers.
  private enum View {
    case cross(CrossEncoder)
    case text(TextEncoder)
  }

  private init(
    _ view: View, _ body: any TransformerBody, _ output: any OutputTraining, _ store: TrainingStore, headModules: [String],
    path: String, on instructionSet: InstructionSet
  ) throws {
    guard let body = body as? any TrainableBody else {
      throw TransformersError.training(path: path, reason: "models of this type cannot be trained yet")
    }
    try store.check(path: path, layers: body.layerCount)
    self.view = view
    self.body = body.makeTraining(isCheckpointing: store.settings.isCheckpointing)
    self.output = output
    self.headModules = headModules
    parameters = store.parameters
    initialised = store.initialised
    weights = store.weights
    shape = body.workspaceShape
    memory = TrainingWorkspace(shape, on: instructionSet)
  }

  /// A cross-encoder from a folder with a sequence classifier of one label, or with an encoder, which then gets a new head.
  ///
  /// Pairs longer than `maxLength` tokens are cut, the longer text first; nil takes what the tokenizer and the model's positions
  /// allow. Throws `TransformersError` as `CrossEncoder` does, and when a LoRA target matches nothing.
  public static func crossEncoder(
    folder path: String, maxLength: Int? = nil, settings: TrainingModelSettings = TrainingModelSettings(),
    instructionSet: InstructionSet? = nil
  ) throws -> TrainingModel {
    let folder = try CrossEncoderFolder(ModelFolder(path)), set = try instructionSet ?? InstructionSet.chosen()
    let configuration = try folder.transformer.configuration(), family = try ModelFamily.of(configuration).training
    let store = try TrainingStore(settings, family, configuration, folder.transformer, isClassifier: true)
    let weights = try folder.trainingCheckpoint(configuration, family, on: set)
    let view = try CrossEncoder(
      folder, configuration, weights, maxLength: maxLength,
      Arithmetic(instructionSet: set, precision: .fp32, training: store))
    guard let head = view.head as? any TrainableHead else {
      throw TransformersError.training(path: configuration.path, reason: "models of this type cannot be trained yet")
    }
    return try TrainingModel(
      .cross(view), view.engine.body, head.makeTraining(), store, headModules: family.headModules, path: configuration.path,
      on: set)
  }

  /// A bi-encoder from a sentence-transformers folder, or from a plain transformer, which is then mean-pooled.
  ///
  /// Texts longer than `maxLength` tokens are cut; nil takes what the folder says. Throws as `TextEncoder` does, and when a LoRA
  /// target matches nothing.
  public static func biEncoder(
    folder path: String, maxLength: Int? = nil, settings: TrainingModelSettings = TrainingModelSettings(),
    instructionSet: InstructionSet? = nil
  ) throws -> TrainingModel {
    let folder = try SentenceTransformerFolder(ModelFolder(path)), set = try instructionSet ?? InstructionSet.chosen()
    let configuration = try folder.transformer.configuration(), family = try ModelFamily.of(configuration).training
    let store = try TrainingStore(settings, family, configuration, folder.transformer, isClassifier: false)
    let view = try TextEncoder(
      folder, configuration, maxLength: maxLength, Arithmetic(instructionSet: set, precision: .fp32, training: store))
    let modules = settings.skipsNormalize ? view.modules.filter { !$0.isNormalize } : view.modules
    let output = SentenceTraining(view.pooling, modules, width: view.dimension, on: set)
    return try TrainingModel(
      .text(view), view.engine.body, output, store, headModules: [], path: configuration.path, on: set)
  }

  /// Where the time of passes goes from now on; nil when nobody asks.
  public var account: TrainingAccount? {
    get { memory.account }
    set { memory.account = newValue }
  }

  /// Floats that `forward` gives for a sequence: 1, or the dimension of vectors.
  public var outputs: Int { output.width }

  /// The longest sequence in tokens; longer ones are cut.
  public var maximumLength: Int {
    switch view {
    case .cross(let encoder): encoder.identity.maximumLength
    case .text(let encoder): encoder.identity.maximumLength
    }
  }

  /// The cross-encoder of the weights as they are at each call of its methods; to be used between steps. Nil for a bi-encoder.
  public func crossEncoder() -> CrossEncoder? { if case .cross(let encoder) = view { encoder } else { nil } }

  /// The encoder of the weights as they are at each call of its methods; to be used between steps. Nil for a cross-encoder.
  public func textEncoder() -> TextEncoder? { if case .text(let encoder) = view { encoder } else { nil } }
}

extension TrainingModel {
  /// A pair for a cross-encoder. `number` is that of the sequence in its step.
  public func input(query: [UInt8], passage: [UInt8], number: Int) -> TrainingInput {
    guard case .cross(let encoder) = view else { preconditionFailure("a bi-encoder takes texts, not pairs") }
    return TrainingInput(tokens: encoder.sequence(query: query, passage: passage), number: number)
  }

  /// A text for a bi-encoder, behind the folder's prompt for queries or documents. `number` is that of the sequence in its step.
  public func input(text: [UInt8], isQuery: Bool, number: Int) -> TrainingInput {
    guard case .text(let encoder) = view else { preconditionFailure("a cross-encoder takes pairs, not texts") }
    let prompt = (isQuery ? encoder.identity.queryPrompt : encoder.identity.documentPrompt).bytes
    return TrainingInput(tokens: encoder.sequence(prompt + text), skipped: encoder.tokensSkipped(prompt), number: number)
  }

  /// The outputs of some sequences, `outputs` floats each, in their order: logits, or vectors.
  ///
  /// `dropout` nil computes without dropout, as evaluation does. Without caches no backward pass can follow.
  public func forward(_ inputs: [TrainingInput], dropout: DropoutKey?, keepsCaches: Bool = true, fork: Fork = .serial) -> [Float]
  {
    let pass = TrainingPass(inputs, dropout: dropout, fork: fork, memory: memory)
    memory.reserve(rows: pass.rows, longest: pass.batch.longest, fork: fork)
    body.forward(pass, keepsCaches: keepsCaches)
    last = keepsCaches ? pass : nil
    return output.forward(pass)
  }

  /// Adds to the parameters' gradients what follows from the gradients of the outputs of the last forward pass, which kept caches. One
  /// backward pass can follow a forward pass.
  public func backward(_ gradients: [Float], fork: Fork = .serial) {
    guard let last else { preconditionFailure("no forward pass has kept caches") }
    precondition(gradients.count == last.sequences.count * outputs, "a gradient for each output is needed")
    let pass = last.with(fork: fork)
    self.last = nil
    memory.clearGradient(rows: pass.rows)
    memory.reserve(rows: pass.rows, longest: pass.batch.longest, fork: fork)
    output.backward(gradients, pass)
    body.backward(pass)
  }

  /// All gradients become zero.
  public func clearGradients() {
    for parameter in parameters {
      switch parameter.storage {
      case .memory(let memory, let first): if first == 0 { memory.clearGradient() }
      case .table(let table): table.gradient.clear()
      case .frozen: break
      }
    }
  }

  /// To be called after values have been written: weights are packed again.
  public func parametersChanged(fork: Fork = .serial) {
    for weight in weights { weight.repack(fork: fork) }
  }

  /// Bytes of the caches and activations for a span of so many tokens.
  public func cacheBytes(tokens: Int) -> Int { 4 * tokens * (body.tokenWidth + TrainingWorkspace.width(shape)) }

  /// Bytes of weights in memory, packed ones and dense gradients included.
  public var parameterBytes: Int {
    let others = parameters.reduce(0) { sum, parameter in
      switch parameter.storage {
      case .memory: parameter.shape.count < 2 ? sum + 8 * parameter.count : sum
      case .table: sum + 4 * parameter.count
      case .frozen: sum
      }
    }
    return weights.reduce(others) { $0 + $1.byteCount }
  }
}
