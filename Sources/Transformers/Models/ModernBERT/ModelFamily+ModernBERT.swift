internal import Tensors

extension ModelFamily {
  /// ModernBERT.
  static let modernBERT = ModelFamily(
    modelType: "modernbert",
    body: { configuration, file, arithmetic in
      var reader = WeightReader(file, on: arithmetic, canonical: ModernBERTWeightNames.canonical)
      let model = ModernBERTModel(try ModernBERTConfiguration(configuration), from: &reader)
      try reader.finish(ignoring: ModernBERTWeightNames.isHead)
      return model
    },
    classifier: { configuration, file, arithmetic in
      var reader = WeightReader(file, on: arithmetic, canonical: ModernBERTWeightNames.canonical)
      let numbers = try ModernBERTConfiguration(configuration)
      let model = ModernBERTModel(numbers, from: &reader)
      let head = ModernBERTClassificationHead(numbers, try .init(configuration), from: &reader)
      try reader.finish(ignoring: ModernBERTWeightNames.isDecoder)
      return (model, head)
    },
    training: FamilyTraining(
      savedName: { name in ["head.", "classifier."].contains { name.hasPrefix($0) } ? name : "model.\(name)" },
      canonical: ModernBERTWeightNames.canonical, headModules: ["head", "classifier"], dropout: { try .modernBERT($0) },
      initialisation: { try ModernBERTWeightNames.initialisation($0) }))
}
