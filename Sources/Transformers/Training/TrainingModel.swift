internal import Bytes
public import Tensors
internal import Text

/// A cross-encoder or a bi-encoder whose weights are trained: forward passes that keep what the backward pass needs, gradients that
/// add up, and views that evaluate the weights as they are.
///
/// It is used by one thread at a time; operations are shared out over threads within. All results have the same bits for any fork.
public final class TrainingModel {
  /// All tensors of the model in the order in which they are read, frozen ones included.
  public let parameters: [Parameter]
  /// Floats that `forward` gives for a sequence: 1, or the dimension of vectors.
  public let outputs: Int
  /// Names of the weights that the checkpoint lacks and that were drawn from the seed.
  public let initialised: [String]
  /// The first components, within the model, of the names of the head's weights, such as "pooler" and "classifier": what an
  /// adapter saves whole.
  public let headModules: [String]

  init(parameters: [Parameter], outputs: Int, initialised: [String], headModules: [String]) {
    self.parameters = parameters
    self.outputs = outputs
    self.initialised = initialised
    self.headModules = headModules
  }

  /// A cross-encoder from a folder with a sequence classifier of one label, or with an encoder, which then gets a new head.
  ///
  /// Pairs longer than `maxLength` tokens are cut, the longer text first; nil takes what the tokenizer and the model's positions
  /// allow. Throws `TransformersError` as `CrossEncoder` does, and when a LoRA target matches nothing.
  public static func crossEncoder(
    folder: String, maxLength: Int? = nil, settings: TrainingModelSettings = TrainingModelSettings(),
    instructionSet: InstructionSet? = nil
  ) throws -> TrainingModel {
    fatalError("not there yet")
  }

  /// A bi-encoder from a sentence-transformers folder, or from a plain transformer, which is then mean-pooled.
  ///
  /// Texts longer than `maxLength` tokens are cut; nil takes what the folder says. Throws as `TextEncoder` does, and when a LoRA
  /// target matches nothing.
  public static func biEncoder(
    folder: String, maxLength: Int? = nil, settings: TrainingModelSettings = TrainingModelSettings(),
    instructionSet: InstructionSet? = nil
  ) throws -> TrainingModel {
    fatalError("not there yet")
  }

  /// A pair for a cross-encoder. `number` is that of the sequence in its step.
  public func input(query: [UInt8], passage: [UInt8], number: Int) -> TrainingInput { fatalError("not there yet") }

  /// A text for a bi-encoder, behind the folder's prompt for queries or documents.
  public func input(text: [UInt8], isQuery: Bool, number: Int) -> TrainingInput { fatalError("not there yet") }

  /// The outputs of some sequences, `outputs` floats each, in their order: logits, or vectors.
  ///
  /// `dropout` nil computes without dropout, as evaluation does. Without caches no backward pass can follow.
  public func forward(_ inputs: [TrainingInput], dropout: DropoutKey?, keepsCaches: Bool = true, fork: Fork = .serial) -> [Float]
  {
    fatalError("not there yet")
  }

  /// Adds to the parameters' gradients what follows from the gradients of the outputs of the last forward pass, which kept caches.
  public func backward(_ gradients: [Float], fork: Fork = .serial) { fatalError("not there yet") }

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
  public func parametersChanged(fork: Fork = .serial) { fatalError("not there yet") }

  /// The cross-encoder of the weights as they are at each call of its methods; to be used between steps.
  public func crossEncoder() -> CrossEncoder? { nil }

  /// The encoder of the weights as they are at each call of its methods; to be used between steps.
  public func textEncoder() -> TextEncoder? { nil }

  /// Bytes of the caches and activations for a span of so many tokens.
  public func cacheBytes(tokens: Int) -> Int { 0 }

  /// Bytes of weights, packed ones included, and dense gradients.
  public var parameterBytes: Int { 0 }
}
