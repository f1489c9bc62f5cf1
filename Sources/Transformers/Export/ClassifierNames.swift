internal import Bytes

extension ConfigurationReader {
  private static let classifiers = [
    "bert": "Bert", "modernbert": "ModernBert", "roberta": "Roberta", "xlm-roberta": "XLMRoberta", "camembert": "Camembert",
    "distilbert": "DistilBert", "electra": "Electra", "gte": "Gte", "new": "New",
  ]

  /// What transformers calls the model of this family that scores pairs. Source: models/auto/modeling_auto.py; `new` is GTE's own code.
  func classifierArchitecture() throws -> String {
    let family = try string("model_type")
    guard let name = Self.classifiers[family] else {
      throw TransformersError.unknownModelType(path: path, found: family, known: Self.classifiers.keys.sorted())
    }
    return "\(name)ForSequenceClassification"
  }
}

extension ScoreActivation {
  /// The function's name in a configuration of sentence-transformers.
  var torchName: String {
    switch self {
    case .sigmoid: "torch.nn.modules.activation.Sigmoid"
    case .identity: "torch.nn.modules.linear.Identity"
    case .tanh: "torch.nn.modules.activation.Tanh"
    }
  }
}
