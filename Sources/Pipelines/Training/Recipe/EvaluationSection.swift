internal import Evaluation
internal import Foundation

/// A set of queries with judgements on which a model in training is measured.
struct QuerySetSection: Equatable, Sendable {
  /// What is done with the queries.
  enum Task: Equatable, Sendable {
    /// The first documents of a run are scored and ordered.
    case rerank(run: String, depth: Int)
    /// A pool is encoded and searched exactly.
    case search(hits: Int)
  }

  var name: String
  var task: Task
  var queries: String
  /// Files that hold the texts of the run's documents, or the pool that is searched.
  var texts: [String]
  var judgements: String

  /// Reads `rerank:` or `search:` of a mapping; nil when it has neither.
  init?(_ mapping: inout YAMLMapping, name: String?) throws {
    let rerank = mapping.optional("rerank")
    let search = mapping.optional("search")
    if let rerank, let search {
      throw search.error("rerank and search exclude each other; \(rerank.path) is there already")
    }
    guard let reader = rerank ?? search else { return nil }
    var inner = try reader.mapping()
    queries = try inner.required("queries").filePath()
    judgements = try inner.required("qrels").filePath()
    if rerank != nil {
      texts = try inner.required("texts").oneOrMore().map { try $0.filePath() }
      task = .rerank(
        run: try inner.required("run").filePath(), depth: try inner.optional("depth")?.int(atLeast: 1) ?? 100)
    } else {
      texts = try inner.required("pool").oneOrMore().map { try $0.filePath() }
      task = .search(hits: try inner.optional("hits")?.int(in: 1...1_000_000) ?? 1000)
    }
    try inner.finishTraining()
    self.name = name ?? (queries as NSString).lastPathComponent
  }

  var entry: SettingTree.Entry {
    var list = SettingList()
    switch task {
    case .rerank(let run, let depth):
      list.add("run", path: run)
      list.add("queries", path: queries)
      list.add("texts", paths: texts)
      list.add("qrels", path: judgements)
      list.add("depth", depth)
      return SettingTree.Entry(key: "rerank", tree: .section(list.entries))
    case .search(let hits):
      list.add("queries", path: queries)
      list.add("pool", paths: texts)
      list.add("qrels", path: judgements)
      list.add("hits", hits)
      return SettingTree.Entry(key: "search", tree: .section(list.entries))
    }
  }

  /// The files it needs.
  var files: [String] {
    if case .rerank(let run, _) = task { return [run, queries] + texts + [judgements] }
    return [queries] + texts + [judgements]
  }
}

/// `evaluation:` of a recipe: what is measured during the training, how often, and by what the best checkpoint is chosen.
struct EvaluationSection: Equatable, Sendable {
  /// When it is done.
  enum Interval: Equatable, Sendable {
    case epoch
    case steps(Int)
  }

  /// What the best checkpoint is best by.
  static let loss = "loss"

  var every = Interval.epoch
  /// A query set; without one the held-out examples alone are measured.
  var set: QuerySetSection?
  var measures = ["nDCG@10", "RR@10"]
  /// A measure, or `loss`.
  var best = EvaluationSection.loss

  init() {}

  init(_ reader: YAMLReader) throws {
    var mapping = try reader.mapping()
    every = try mapping.optional("every").map(Self.interval) ?? .epoch
    set = try QuerySetSection(&mapping, name: "evaluation")
    measures = try mapping.optional("measures").map(Self.measures) ?? (set == nil ? [] : measures)
    if set == nil, !measures.isEmpty { throw reader.error("measures need queries: give rerank or search") }
    best = try mapping.optional("best").map { try Self.best($0, measures) } ?? measures.first ?? Self.loss
    try mapping.finishTraining()
  }

  private static func interval(_ reader: YAMLReader) throws -> Interval {
    if reader.node.scalar?.string == "epoch" { return .epoch }
    guard let steps = try? reader.int(atLeast: 1) else { throw reader.error("\(reader.path) must be epoch or a number of steps") }
    return .steps(steps)
  }

  private static func best(_ reader: YAMLReader, _ measures: [String]) throws -> String {
    let name = try reader.string()
    if name == loss { return name }
    let canonical = (try? Measure(parsing: name).name) ?? name
    if measures.contains(canonical) { return canonical }
    throw reader.error("best must be one of: \((measures + [loss]).joined(separator: ", "))")
  }

  /// Names of measures as ir_measures prints them.
  static func measures(_ reader: YAMLReader) throws -> [String] {
    let list = try reader.oneOrMore()
    if list.isEmpty { throw reader.error("measures must name at least one measure, such as nDCG@10") }
    return try list.map { item in
      do { return try Measure(parsing: item.string()).name } catch let error as EvaluationError { throw item.error("\(error)") }
    }
  }

  var tree: SettingTree {
    .settings {
      switch every {
      case .epoch: $0.add("every", "epoch")
      case .steps(let steps): $0.add("every", steps)
      }
      if let set {
        $0.add(set.entry)
        $0.add("measures", measures)
      }
      $0.add("best", best)
    }
  }
}

/// `test:` of a recipe: query sets on which the model before the training and the best one after it are measured; nothing is chosen by
/// them.
struct TestSection: Equatable, Sendable {
  /// The columns of arXiv:2506.18297's table, at level 1 (as the paper has them) and at TREC's level 2.
  static let columns = [
    "nDCG@10", "AP", "R@10", "Rprec", "P@10", "RR@10", "AP(rel=2)", "R(rel=2)@10", "Rprec(rel=2)", "P(rel=2)@10", "RR(rel=2)@10",
  ]

  var set: QuerySetSection
  var measures = TestSection.columns

  init(_ reader: YAMLReader) throws {
    var mapping = try reader.mapping()
    let name = try mapping.optional("name")?.string()
    guard let set = try QuerySetSection(&mapping, name: name) else { throw reader.error("\(reader.path) needs rerank or search") }
    self.set = set
    measures = try mapping.optional("measures").map(EvaluationSection.measures) ?? measures
    try mapping.finishTraining()
  }

  var tree: SettingTree {
    .settings {
      $0.add("name", set.name)
      $0.add(set.entry)
      $0.add("measures", measures)
    }
  }
}
