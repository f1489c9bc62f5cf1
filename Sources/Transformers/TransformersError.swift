/// What can go wrong with a model's files or its inputs.
public enum TransformersError: Error, Equatable, CustomStringConvertible {
  /// No model of that name; the places that were looked at, each with what was there.
  case modelNotFound(name: String, places: [String])
  /// An adapter's base model is nowhere; the reason says where it was looked for.
  case baseNotFound(path: String, reason: String)
  /// A file of a model folder is missing or cannot be read.
  case unreadable(path: String, reason: String)
  /// A file does not hold what its format asks for; the reason says where.
  case malformed(path: String, reason: String)
  /// A configuration entry is missing, has a wrong value or asks for something that is not implemented.
  case configuration(path: String, key: String, reason: String)
  /// `model_type` names no known family.
  case unknownModelType(path: String, found: String, known: [String])
  /// Weights are missing, superfluous or of another shape than the configuration says.
  case weights(path: String, problems: [String])
  /// The index of a sharded checkpoint and its files disagree.
  case shards(path: String, problems: [String])
  /// An adapter asks for something that is not implemented.
  case adapter(path: String, reason: String)
  /// A model cannot be saved.
  case unwritable(path: String, reason: String)
  /// A weight that the precision it is to be saved in has no number for.
  case unstorable(path: String, tensor: String, value: Float, precision: SavedPrecision)
  /// A model folder has no tokenizer.json.
  case noTokenizer(folder: String)
  /// The tokenizer's vocabulary is larger than the embedding table, or so much smaller that it must be another model's.
  case vocabulary(path: String, tokens: Int, embeddings: Int)
  /// The model's folder has no prompt of that name.
  case unknownPrompt(name: String, known: [String])
  /// LoRA is asked for layers that the model has not got.
  case noSuchModule(path: String, names: [String], known: [String])
  /// A model cannot be trained as it is asked for.
  case training(path: String, reason: String)
  /// An input is not one the model can take.
  case input(index: Int, reason: String)
  /// The model gave an infinity or no number at all for an input.
  case notFinite(index: Int)

  /// What went wrong, where, and what to do next.
  public var description: String {
    switch self {
    case .modelNotFound(let name, let places):
      "no model '\(name)'. Looked at:\n"
        + places.map { "  \($0)\n" }.joined()
        + "Give the path of a model folder, or set WINNOW_MODELS to the folder that holds it"
    case .baseNotFound(let path, let reason): "\(path): 'base_model_name_or_path' names the adapter's base model: \(reason)"
    case .unreadable(let path, let reason): "\(path): \(reason)"
    case .malformed(let path, let reason): "\(path): \(reason). Fetch the file again"
    case .configuration(let path, let key, let reason): "\(path): '\(key)' \(reason)"
    case .unknownModelType(let path, let found, let known):
      "\(path): model_type '\(found)' is not known; known are \(known.joined(separator: ", "))"
    case .weights(let path, let problems):
      "\(path): the weights do not fit config.json:\n" + problems.map { "  \($0)\n" }.joined()
        + "Is it the weights file of this configuration, and whole?"
        + (problems.contains { $0.hasPrefix("'classifier.") && $0.hasSuffix("is missing") }
          ? " A cross-encoder has a classifier, an encoder has none" : "")
    case .shards(let path, let problems):
      "\(path): the index and its files do not fit together:\n" + problems.map { "  \($0)\n" }.joined()
        + "Fetch the index and its files again, all of one revision"
    case .adapter(let path, let reason):
      "\(path): \(reason). Merge the adapter into its base with peft's merge_and_unload and give that model"
    case .unwritable(let path, let reason): "cannot write \(path): \(reason)"
    case .unstorable(let path, let tensor, let value, let precision):
      "cannot write \(path): tensor '\(tensor)' holds \(value), which \(precision.rawValue) cannot; "
        + (value.isFinite ? "save the model in fp32" : "the training went astray: train again with a lower learning rate")
    case .noTokenizer(let folder):
      """
      \(folder): there is no tokenizer.json, and older files (vocab.txt, sentencepiece.bpe.model) are not read; make it from them with
        python -c "from transformers import AutoTokenizer as A; A.from_pretrained('\(folder)').save_pretrained('\(folder)')"
      """
    case .vocabulary(let path, let tokens, let embeddings):
      "\(path): the tokenizer has \(tokens) tokens, the model \(embeddings) embeddings; they belong to different models"
    case .unknownPrompt(let name, let known):
      "the model has no prompt '\(name)'; it has \(known.isEmpty ? "none at all" : known.sorted().joined(separator: ", "))"
    case .noSuchModule(let path, let names, let known):
      "\(path): \(names.isEmpty ? "LoRA needs target modules" : "no linear layer of the model is called \(names.joined(separator: " or "))")"
        + "; name the end of one of these: \(known.joined(separator: ", "))"
    case .training(let path, let reason): "\(path): \(reason)"
    case .input(let index, _), .notFinite(let index): "input \(index): \(inputProblem?.reason ?? "")"
    }
  }
}

extension TransformersError {
  /// What is wrong with an input, and its number among those that were given at once; nil for errors about files.
  public var inputProblem: (index: Int, reason: String)? {
    switch self {
    case .input(let index, let reason): (index, reason)
    case .notFinite(let index):
      (index, "the model's result is not a finite number, so its weights are damaged; fetch model.safetensors again")
    default: nil
    }
  }
}
