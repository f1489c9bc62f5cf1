internal import Dense
internal import Ranking
internal import Tensors
internal import Transformers

/// First stage: search over a vector set, through its graph where it has one, with queries encoded by the model that made it, in the
/// precision it was made in unless another one is asked for.
struct DenseStage: Stage {
  static let verb = "dense"
  static let usage =
    "{hits: 1000, model: the index's own, set: the only one, precision: the index's, query-vectors: FILE, ef: the hits or 100, exact: false, "
    + "filter: FILE, prf: {method: average or rocchio, docs: 3}}: search over embeddings, through their graph where there is one and exact is not true"

  var search: VectorSearch
  var model: String?
  var set: String?
  var precision: Precision?
  /// A file of the queries' vectors, which no encoder makes then.
  var queryVectors: String?

  init(_ mapping: inout YAMLMapping) throws {
    search = try VectorSearch(&mapping)
    model = try mapping.optional("model")?.modelName()
    set = try mapping.optional("set")?.string()
    precision = try mapping.optional("precision")?.precision()
    let file = mapping.optional("query-vectors")
    queryVectors = try file?.filePath()
    if let file, model != nil || precision != nil {
      throw file.error("query-vectors come from a file: no encoder computes, so model and precision do not go with them")
    }
  }

  init(_ search: VectorSearch, model: String?, set: String?, precision: Precision?, queryVectors: String? = nil) {
    self.search = search
    self.queryVectors = queryVectors
    self.model = model
    self.set = set
    self.precision = precision
  }

  func recipe(in session: Session) throws -> Recipe {
    let vectors = try vectors(in: session)
    var recipe = Recipe()
    recipe.add("hits", "\(search.hits)")
    for field in try search.recipe(over: vectors).fields { recipe.add(field.name, field.value) }
    for field in vectors.description.identity { recipe.add("encoder.\(field.name)", field.value) }
    if let queryVectors {
      recipe.add("query vectors", try VectorFile(path: queryVectors, ids: nil).fields().last?.value ?? "")
    } else {
      // A missing model is part of the recipe, and loading one no part of a query's time.
      recipe.add("precision of queries", try encoder(of: vectors, in: session).identity.precision.rawValue)
    }
    recipe.add("kernels", try InstructionSet.chosen().name)
    return recipe
  }

  func apply(to input: Run?, in session: Session) throws -> Run {
    let vectors = try vectors(in: session)
    let allowed = try search.allowed(in: session)  // what is wrong with a filter is found before queries are encoded
    let queries = try queryRows(for: vectors, in: session)
    try session.work.budget.check()
    let hits = try search.run(queries, over: vectors, allowed: allowed, in: session)
    return Run(tag: "winnow", rankings: try zip(session.queries, hits).map { try session.index.ranking(of: $0.id, $1) })
  }

  /// The queries' vectors, row by row: from their file, or encoded.
  private func queryRows(for vectors: VectorSet, in session: Session) throws -> [Float] {
    if let queryVectors {
      return try QueryVectors(path: queryVectors, threads: session.work.threads)
        .vectors(of: session.queries.map(\.id), dimension: vectors.description.dimension)
    }
    let encoder = try encoder(of: vectors, in: session)
    let progress = session.progress("encoding queries", unit: "queries", total: session.queries.count)
    let texts = session.queries.map(\.text)
    let rows = try namingInputs(of: "encoding queries", { "query '\(session.queries[$0].id)'" }) {
      try encoder.encode(texts, prompt: .query, threads: session.work.threads) { progress.reach($0) }
    }
    progress.finish()
    return rows
  }

  /// The query encoder, which must be the one that made the vectors.
  func encoder(of vectors: VectorSet, in session: Session) throws -> TextEncoder {
    let encoder = try loadedEncoder(of: vectors, in: session)
    try vectors.checkEncoder(encoder.fields, index: session.index.folder, anyPrecision: precision != nil)
    return encoder
  }

  private func loadedEncoder(of vectors: VectorSet, in session: Session) throws -> TextEncoder {
    if vectors.description.isImported, model == nil {
      throw PipelinesError.input(
        reason:
          "the vectors '\(vectors.name)' of \(session.index.folder) were made elsewhere: name the encoder that makes queries "
          + "for them with --model (`model:` in a pipeline), or give the queries' vectors with --query-vectors FILE")
    }
    let name = model ?? vectors.description["name"] ?? ""
    do { return try session.encoder(name, precision ?? vectors.description.precision()) } catch let missing as SkippedSystem
      where model == nil
    {
      let index = session.index.folder
      throw SkippedSystem(
        reason: missing.reason
          + "\nThe embeddings of \(index) were made with that model; --model (`model:` in a pipeline) takes its folder")
    }
  }

  /// An index without vectors can only be the doing of a missing encoder, so it is a reason to skip.
  func vectors(in session: Session) throws -> VectorSet {
    guard !session.index.vectorSets.isEmpty else {
      if let model { _ = try ModelLookup.folder(of: model) }
      let folder = session.index.folder
      throw SkippedSystem(reason: "\(folder) has no vectors; add them with `winnow index \(folder) --dense MODEL`")
    }
    return try session.index.vectors(named: set)
  }
}
