internal import Corpora
internal import Evaluation
internal import Files
internal import Ranking

/// The queries, judgements and measures of one set, read and checked before anything runs.
struct PipelineInputs {
  let set: JudgedQueries
  let queries: [Query]
  let judgements: Judgements
  let measures: [Measure]
  let warnings: [String]
  /// Digests of the query and judgement files.
  let digests: (queries: String, judgements: String)

  init(_ set: JudgedQueries, of configuration: PipelineConfiguration) throws {
    self.set = set
    let file = try QueryFile(path: set.queries)
    queries = file.queries
    let all = try JudgementsFile.read(path: set.judgements)
    judgements = PipelineInputs.judgements(all, of: queries)
    let absent = all.grades.count - judgements.grades.count
    let note =
      "\(absent) of the \(all.grades.count) queries judged in \(set.judgements) are not in \(set.queries) and do not count"
    warnings = file.warnings + (absent > 0 ? [note] : [])
    measures = try set.measures.map { try Measure(parsing: $0) }
    try PipelineInputs.check(configuration, set, measures)
    digests = (InputDigest.of(queries), try contentDigest(path: set.judgements))
    guard queries.contains(where: { judgements.grades[$0.id] != nil }) else {
      throw PipelinesError.input(
        reason:
          "no query of \(set.queries) is judged in \(set.judgements); do the two files belong together?"
      )
    }
  }

  /// Expected values must be of measures in the table, or they would never be compared.
  private static func check(_ configuration: PipelineConfiguration, _ set: JudgedQueries, _ measures: [Measure]) throws {
    let known = measures.map(\.name)
    let own = configuration.expectations.filter { $0.set == set.name && $0.system != "index" }
    for expectation in own where !known.contains(expectation.measure) {
      throw PipelinesError.input(
        reason:
          "\(configuration.file): expect names the measure '\(expectation.measure)', which is not under measures: \(known.joined(separator: ", "))"
      )
    }
  }

  /// Means over the judged queries of the query file; a judged query without results counts as 0 (trec_eval's -c).
  func scores(of run: Run, threads: Int) throws -> [Double] {
    var options = EvaluationOptions()
    options.complete = true
    options.threads = threads
    guard run.rankings.contains(where: { judgements.grades[$0.query] != nil && !$0.documents.isEmpty }) else {
      return measures.map { _ in 0 }
    }
    return try evaluate(run, judgements, measures: measures, options: options).summary
  }

  private static func judgements(_ all: Judgements, of queries: [Query]) -> Judgements {
    var kept = Judgements()
    for query in queries {
      for (document, grade) in all.grades[query.id] ?? [:] { _ = kept.add(query: query.id, document: document, grade: grade) }
    }
    return kept
  }
}

/// The systems' recipes in order: what the results depend on.
struct Plan {
  let recipe: Recipe

  init(_ configuration: PipelineConfiguration, session: Session, inputs: [PipelineInputs]) throws {
    var recipe = Recipe()
    recipe.add("winnow", Version.text)
    recipe.add("index", session.index.digest)
    for set in inputs {
      let prefix = Plan.prefix(of: set.set.name)
      recipe.add(prefix + "queries", set.digests.queries)
      recipe.add(prefix + "qrels", set.digests.judgements)
      recipe.add(prefix + "measures", set.set.measures.joined(separator: ", "))
    }
    for expectation in configuration.expectations {
      let name = "\(Plan.prefix(of: expectation.set))expect.\(expectation.system).\(expectation.measure)"
      recipe.add(name, "\(expectation.value) within \(expectation.tolerance)")
    }
    for system in configuration.systems {
      for (number, stage) in system.stages.enumerated() {
        let prefix = "\(system.name).\(number + 1).\(type(of: stage).verb)"
        recipe.add(prefix, try Plan.stageRecipe(stage, session))
      }
    }
    self.recipe = recipe
  }

  private static func prefix(of set: String) -> String { set.isEmpty ? "" : "\(set)." }

  /// A stage whose model is missing has a recipe of its own, so that results are made anew once the model is there.
  private static func stageRecipe(_ stage: any Stage, _ session: Session) throws -> Recipe {
    do { return try stage.recipe(in: session) } catch is SkippedSystem {
      var recipe = Recipe()
      recipe.add("model", "missing")
      return recipe
    }
  }
}

/// The version in recipes and `--version`.
public enum Version {
  /// Semantic version of the engine; it is part of every recipe.
  public static let text = "0.1.0"
}
