/// What training needs to know of a family beside its layers.
struct FamilyTraining: Sendable {
  /// The name under which a classifier's weight is saved, from its canonical one; an encoder's is saved under the canonical one.
  let savedName: @Sendable (String) -> String
  /// A stored name's canonical one.
  let canonical: @Sendable (String) -> String
  /// The first components of the names of a head's weights, such as "pooler" and "classifier".
  let headModules: [String]
  /// The rates of config.json.
  let dropout: @Sendable (ConfigurationReader) throws -> DropoutRates
  /// How a weight of the head begins that a checkpoint lacks; nil for weights that are not the head's.
  let initialisation: @Sendable (ConfigurationReader) throws -> @Sendable (String) -> Initialisation?
}

extension FamilyTraining {
  /// Of a family with a head on the first token. `unprefixed` are the beginnings of the names that stand beside the body's prefix.
  ///
  /// New weights are normal with the deviation `initializer_range`, new biases zero. Source: transformers, `_init_weights` of the
  /// families' models.
  init(
    head: FirstTokenHead.Names, prefix: String, unprefixed: [String], canonical: @escaping @Sendable (String) -> String,
    dropout: @escaping @Sendable (ConfigurationReader) throws -> DropoutRates
  ) {
    self.init(
      savedName: { name in unprefixed.contains { name.hasPrefix($0) } ? name : prefix + name }, canonical: canonical,
      headModules: head.modules, dropout: dropout
    ) { reader in
      let deviation = Double(try reader.positive("initializer_range", default: 0.02))
      return { name in
        guard head.isOwn(name) else { return nil }
        return name.hasSuffix(".bias") ? .zeros : .normal(deviation: deviation)
      }
    }
  }
}

extension FirstTokenHead.Names {
  /// The first components of its weights' names.
  fileprivate var modules: [String] {
    let first = [dense, output].map { String($0.prefix { $0 != "." }) }
    return first[0] == first[1] ? [first[0]] : first
  }
}
