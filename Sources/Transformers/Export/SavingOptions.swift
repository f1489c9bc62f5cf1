/// How a trained model is saved.
public struct SavingOptions: Sendable {
  /// What the folder holds.
  public enum Form: Sendable {
    /// The whole model; low-rank changes are added to the weights.
    case whole
    /// A PEFT adapter: the factors, and the head whole. `base` is what `base_model_name_or_path` says: a folder or a Hugging Face name.
    case adapter(LoRASettings, base: String)
  }

  /// What the folder holds.
  public var form: Form
  /// In what the weights are stored.
  public var precision: SavedPrecision
  /// What sentence-transformers' `CrossEncoder.predict` puts logits through; nil for what the folder trained from says, or a sigmoid.
  public var activation: ScoreActivation?
  /// Tokens after which sentence-transformers cuts an input; nil leaves it to the folder trained from.
  public var maximumLength: Int?
  /// False leaves the tokenizer's files out of an adapter's folder; the base's are then used.
  public var includesTokenizer: Bool

  /// Options; the whole model in single precision unless told otherwise.
  public init(
    form: Form = .whole, precision: SavedPrecision = .fp32, activation: ScoreActivation? = nil, maximumLength: Int? = nil,
    includesTokenizer: Bool = true
  ) {
    self.form = form
    self.precision = precision
    self.activation = activation
    self.maximumLength = maximumLength
    self.includesTokenizer = includesTokenizer
  }
}
