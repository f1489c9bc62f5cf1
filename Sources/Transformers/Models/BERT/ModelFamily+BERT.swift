internal import Tensors

extension ModelFamily {
  /// BERT, MiniLM and all that share `BertModel`.
  static let bert = ModelFamily(
    modelType: "bert",
    body: { configuration, file, instructionSet in
      var reader = WeightReader(file, on: instructionSet, canonical: BERTWeightNames.canonical)
      let model = BERTModel(try BERTConfiguration(configuration), from: &reader)
      try reader.finish(ignoring: BERTWeightNames.isHead)
      return model
    },
    classifier: { configuration, file, instructionSet in
      var reader = WeightReader(file, on: instructionSet, canonical: BERTWeightNames.canonical)
      let numbers = try BERTConfiguration(configuration)
      let model = BERTModel(numbers, from: &reader)
      let head = BERTClassificationHead(numbers, from: &reader)
      try reader.finish(ignoring: BERTWeightNames.isBuffer)
      return (model, head)
    })
}
