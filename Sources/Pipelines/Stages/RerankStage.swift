internal import Ranking
internal import Transformers

/// Second stage: a cross-encoder scores the first documents of every ranking; the rest is dropped. Scores are logits.
struct RerankStage: Stage {
  static let verb = "rerank"
  static let continues = true
  static let usage =
    "{model: NAME, depth: 100, max-length: the model's, precision: fp32}: score the candidates with a cross-encoder"

  var model: String
  var depth: Int
  var maxLength: Int?
  var precision: Precision

  init(_ mapping: inout YAMLMapping) throws {
    model = try mapping.required("model").modelName()
    depth = try mapping.optional("depth")?.int(atLeast: 1) ?? 100
    maxLength = try mapping.optional("max-length")?.int(atLeast: 8)
    precision = try mapping.optional("precision")?.precision() ?? .fp32
  }

  init(model: String, depth: Int, maxLength: Int?, precision: Precision) {
    self.model = model
    self.depth = depth
    self.maxLength = maxLength
    self.precision = precision
  }

  func recipe(in session: Session) throws -> Recipe {
    var recipe = Recipe()
    recipe.add("depth", "\(depth)")
    let cross = try session.crossEncoder(model, maxLength: maxLength, precision)
    for field in cross.fields { recipe.add("model.\(field.name)", field.value) }
    recipe.add("kernels", cross.instructionSet.name)
    return recipe
  }

  func apply(to input: Run?, in session: Session) throws -> Run {
    guard let run = input else { throw PipelinesError.input(reason: "rerank needs a stage before it that finds candidates") }
    let cross = try session.crossEncoder(model, maxLength: maxLength, precision)
    return try Reranking(model: cross, depth: depth, work: session.work)
      .rerank(run, queryText: session.text(of:), passages: IndexPassages(session.index))
  }
}
