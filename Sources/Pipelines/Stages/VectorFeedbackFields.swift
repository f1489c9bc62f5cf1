internal import Dense

extension VectorFeedback {
  /// `prf: average`, `prf: rocchio`, or a mapping of its method and parameters.
  init(_ reader: YAMLReader) throws {
    var mapping = YAMLMapping(reader: reader, entries: [])
    let method: YAMLReader
    if reader.node.scalar != nil {
      method = reader
    } else {
      mapping = try reader.mapping()
      method = try mapping.required("method")
    }
    switch try method.oneOf(Name.allCases) {
    case .average: self.init(.average)
    case .rocchio: self.init(.rocchio(try Rocchio(&mapping)))
    }
    if let value = try mapping.optional("docs")?.int(atLeast: 1) { documents = value }
    try mapping.finish()
    do { try check() } catch { throw reader.error("\(error)") }
  }

  private enum Name: String, CaseIterable {
    case average
    case rocchio
  }

  /// What the output depends on.
  var recipe: Recipe {
    var recipe = Recipe()
    recipe.add("docs", "\(documents)")
    switch method {
    case .average: recipe.add("method", Name.average.rawValue)
    case .rocchio(let rocchio):
      recipe.add("method", Name.rocchio.rawValue)
      recipe.add("alpha", "\(rocchio.alpha)")
      recipe.add("beta", "\(rocchio.beta)")
      if rocchio.negatives > 0 {
        recipe.add("gamma", "\(rocchio.gamma)")
        recipe.add("negatives", "\(rocchio.negatives)")
        recipe.add("depth", "\(rocchio.depth)")
      }
    }
    return recipe
  }
}

extension VectorFeedback.Rocchio {
  fileprivate init(_ mapping: inout YAMLMapping) throws {
    self.init()
    if let value = try mapping.float("alpha") { alpha = value }
    if let value = try mapping.float("beta") { beta = value }
    if let value = try mapping.optional("negatives")?.int(atLeast: 0) { negatives = value }
    for key in ["gamma", "depth"] {
      guard let value = mapping.optional(key) else { continue }
      guard negatives > 0 else { throw value.error("\(key) is about negatives: say how many with negatives: N") }
      if key == "gamma" { gamma = Float(try value.double()) } else { depth = try value.int(atLeast: 1) }
    }
  }
}
