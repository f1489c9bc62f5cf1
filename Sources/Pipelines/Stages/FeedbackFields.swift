internal import Lexical

/// `rm3:` and `rocchio:` in a stage of lexical retrieval: a mapping of parameters, or `true` for Anserini's.
enum FeedbackFields {
  static let usage =
    "with rm3: {fb-docs: 10, fb-terms: 10, original-weight: 0.5} or rocchio: {fb-docs: 10, fb-terms: 10, alpha: 1, beta: 0.75, "
    + "negatives: false (true takes gamma: 0.15, negative-docs: 10, negative-terms: 10, negative-depth: 1000)} searched again with the query that the best documents make of it"

  /// The feedback that a stage asks for; nil without.
  static func read(_ mapping: inout YAMLMapping) throws -> Feedback? {
    let rm3 = try mapping.optional("rm3").flatMap(parameters), rocchio = try mapping.optional("rocchio").flatMap(parameters)
    if rm3 != nil, let rocchio { throw rocchio.reader.error("rm3 and rocchio are two ways of feedback; give one of them") }
    let feedback: Feedback?
    if let rm3 { feedback = .rm3(try RM3(rm3)) } else { feedback = try rocchio.map { Feedback.rocchio(try Rocchio($0)) } }
    do { try feedback?.validate() } catch { throw (rm3 ?? rocchio ?? mapping).reader.error("\(error)") }
    return feedback
  }

  /// The parameters; nil for `false`.
  private static func parameters(_ reader: YAMLReader) throws -> YAMLMapping? {
    if reader.node.scalar != nil { return try reader.bool() ? YAMLMapping(reader: reader, entries: []) : nil }
    return try reader.mapping()
  }
}

extension RM3 {
  fileprivate init(_ mapping: YAMLMapping) throws {
    var mapping = mapping
    self.init()
    if let value = try mapping.optional("fb-docs")?.int(atLeast: 1) { documents = value }
    if let value = try mapping.optional("fb-terms")?.int(atLeast: 1) { terms = value }
    if let value = try mapping.optional("original-weight")?.double() { originalWeight = Float(value) }
    try mapping.finish()
  }
}

extension Rocchio {
  fileprivate init(_ mapping: YAMLMapping) throws {
    var mapping = mapping
    self.init()
    if let value = try mapping.optional("fb-docs")?.int(atLeast: 1) { documents = value }
    if let value = try mapping.optional("fb-terms")?.int(atLeast: 1) { terms = value }
    if let value = try mapping.optional("alpha")?.double() { alpha = Float(value) }
    if let value = try mapping.optional("beta")?.double() { beta = Float(value) }
    if try mapping.optional("negatives")?.bool() == true { negatives = Negatives() }
    try readNegatives(&mapping)
    try mapping.finish()
  }

  private mutating func readNegatives(_ mapping: inout YAMLMapping) throws {
    for key in ["gamma", "negative-docs", "negative-terms", "negative-depth"] {
      guard let value = mapping.optional(key) else { continue }
      guard negatives != nil else { throw value.error("\(key) is about negatives: give negatives: true with it") }
      switch key {
      case "gamma": gamma = Float(try value.double())
      case "negative-docs": negatives?.documents = try value.int(atLeast: 1)
      case "negative-terms": negatives?.terms = try value.int(atLeast: 1)
      default: negatives?.depth = try value.int(atLeast: 1)
      }
    }
  }
}

extension Feedback {
  /// Its key in the stage.
  var name: String {
    switch self {
    case .rm3: "rm3"
    case .rocchio: "rocchio"
    }
  }

  /// What the output depends on.
  var recipe: Recipe {
    var recipe = Recipe()
    switch self {
    case .rm3(let model):
      recipe.add("fb-docs", "\(model.documents)")
      recipe.add("fb-terms", "\(model.terms)")
      recipe.add("original-weight", "\(model.originalWeight)")
    case .rocchio(let model):
      recipe.add("fb-docs", "\(model.documents)")
      recipe.add("fb-terms", "\(model.terms)")
      recipe.add("alpha", "\(model.alpha)")
      recipe.add("beta", "\(model.beta)")
      guard let negatives = model.negatives else { return recipe }
      recipe.add("gamma", "\(model.gamma)")
      recipe.add("negative-docs", "\(negatives.documents)")
      recipe.add("negative-terms", "\(negatives.terms)")
      recipe.add("negative-depth", "\(negatives.depth)")
    }
    return recipe
  }
}
