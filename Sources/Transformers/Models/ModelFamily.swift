internal import Tensors

/// A family of architectures: the `model_type` of its config.json and how a checkpoint becomes a model.
///
/// Adding a family: a configuration struct, a struct of layers, a map of weight names, and one row in `all`.
struct ModelFamily: Sendable {
  let modelType: String
  /// The body alone; weights of heads that are not needed are ignored.
  let body: @Sendable (ConfigurationReader, Checkpoint, Arithmetic) throws -> any TransformerBody
  /// The body with a classification head of one logit.
  let classifier: @Sendable (ConfigurationReader, Checkpoint, Arithmetic) throws -> (any TransformerBody, any ClassificationHead)

  /// What training needs to know beside.
  let training: FamilyTraining

  static let all: [ModelFamily] = [.bert, .modernBERT, .roberta, .xlmRoberta, .camembert, .distilbert, .electra, .new, .gte]

  /// The family that a configuration names.
  static func of(_ configuration: ConfigurationReader) throws -> ModelFamily {
    let found = try configuration.string("model_type")
    if let family = all.first(where: { $0.modelType == found }) { return family }
    throw TransformersError.unknownModelType(path: configuration.path, found: found, known: all.map(\.modelType))
  }
}
