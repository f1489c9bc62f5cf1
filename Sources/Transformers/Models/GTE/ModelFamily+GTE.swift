internal import Tensors

extension ModelFamily {
  /// GTE as it is published, with modelling code of its own.
  ///
  /// Ignored are entries that choose between ways of computing the same (`unpad_inputs`, `use_memory_efficient_attention`) and those
  /// of remote code.
  static let new = ModelFamily(gte: "new", prefix: "new.") { reader in
    _ = try reader.choice("layer_norm_type", default: "layer_norm", from: ["layer_norm": true])
    _ = try reader.choice("position_embedding_type", default: "rope", from: ["rope": true])
    _ = try reader.flag("logn_attention_scale", default: false, only: false)
    _ = try reader.flag("logn_attention_clip1", default: false, only: false)
    return try GTEConfiguration(
      reader, vocabulary: 30_528, padding: nil, positions: 2_048, isPacked: try reader.flag("pack_qkv", default: true)
    ) { try GTERotary.published(reader, headWidth: $0) }
  }

  /// The same architecture as transformers 5 has it: it stores weights under the published names.
  static let gte = ModelFamily(gte: "gte", prefix: "gte.") { reader in
    try GTEConfiguration(reader, vocabulary: 250_048, padding: 1, positions: 8_192, isPacked: true) {
      try GTERotary.native(reader, headWidth: $0)
    }
  }

  private init(
    gte modelType: String, prefix: String, configuration: @escaping @Sendable (ConfigurationReader) throws -> GTEConfiguration
  ) {
    let canonical: @Sendable (String) -> String = { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.utf8.count)) : $0 }
    let head = FirstTokenHead.Names(dense: "pooler.dense", activation: .tanh, output: "classifier")
    self.init(
      modelType: modelType,
      body: { json, file, arithmetic in
        var reader = WeightReader(file, on: arithmetic, canonical: canonical)
        let model = GTEModel(try configuration(json), from: &reader)
        try reader.finish { name in ["pooler.", "lm_head.", "classifier."].contains { name.hasPrefix($0) } }
        return model
      },
      classifier: { json, file, arithmetic in
        var reader = WeightReader(file, on: arithmetic, canonical: canonical)
        let numbers = try configuration(json)
        let model = GTEModel(numbers, from: &reader)
        let last = FirstTokenHead(head, width: numbers.hidden, from: &reader)
        try reader.finish { $0.hasPrefix("lm_head.") }
        return (model, last)
      },
      training: FamilyTraining(head: head, prefix: prefix, unprefixed: ["classifier."], canonical: canonical) { reader in
        try .gte(reader)
      })
  }
}
