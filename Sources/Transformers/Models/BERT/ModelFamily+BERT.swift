internal import Tensors

extension ModelFamily {
  /// BERT, MiniLM and all that share `BertModel`.
  static let bert = ModelFamily(
    modelType: "bert", names: .bert, head: FirstTokenHead.Names(dense: "pooler.dense", activation: .tanh, output: "classifier"),
    dropout: { try .bert($0) }
  ) { try BERTConfiguration($0) }

  /// A family with BERT's layers. `dropout` reads the rates of config.json.
  init(
    modelType: String, names: BERTWeightNames, head: FirstTokenHead.Names,
    dropout: @escaping @Sendable (ConfigurationReader) throws -> DropoutRates,
    configuration: @escaping @Sendable (ConfigurationReader) throws -> BERTConfiguration
  ) {
    self.init(
      modelType: modelType,
      body: { json, file, arithmetic in
        var reader = WeightReader(file, on: arithmetic, canonical: names.canonical)
        let model = BERTModel(try configuration(json), names, from: &reader)
        try reader.finish(ignoring: names.isUnneeded)
        return model
      },
      classifier: { json, file, arithmetic in
        var reader = WeightReader(file, on: arithmetic, canonical: names.canonical)
        let numbers = try configuration(json)
        let model = BERTModel(numbers, names, from: &reader)
        let last = FirstTokenHead(head, width: numbers.hidden, from: &reader)
        try reader.finish { names.isUnneeded($0) && !head.isOwn($0) }
        return (model, last)
      },
      training: FamilyTraining(
        head: head, prefix: names.prefix, unprefixed: ["classifier.", "pre_classifier."], canonical: names.canonical,
        dropout: dropout))
  }
}
