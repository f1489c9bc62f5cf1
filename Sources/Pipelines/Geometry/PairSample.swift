internal import Bytes
internal import Corpora
internal import Evaluation
internal import Ranking

/// Queries drawn at random, each with one of its positive passages.
struct PairSample {
  /// A query and its passage, in the order of the query file.
  struct Pair {
    let query: Query
    let passage: DocumentID
    let text: [UInt8]
  }

  let pairs: [Pair]
  /// What a reader should know of the choice.
  let notes: [String]

  /// Draws `count` of the queries that have a passage of `level` or more, and for each one of the passages of its highest grade.
  /// - Throws: `PipelinesError.input` when no query has one, or a passage's text is nowhere.
  init(queries path: String, judgements qrels: String, texts places: [String], count: Int, level: Int32, seed: UInt64) throws {
    let file = try QueryFile(path: path), judgements = try JudgementsFile.read(path: qrels)
    let candidates = file.queries.compactMap { query -> (query: Query, passage: DocumentID)? in
      Self.positive(of: query.id, judgements, level, seed).map { (query, $0) }
    }
    guard !candidates.isEmpty else {
      throw PipelinesError.input(
        reason: "no query of \(path) has a passage of grade \(level) or more in \(qrels); do the two files belong together?")
    }
    var random = CounterGenerator(seed)
    let chosen = random.draw(count, below: candidates.count).sorted().map { candidates[$0] }
    pairs = try Self.withTexts(chosen, places)
    notes = file.warnings + Self.notes(all: file.queries.count, withPositives: candidates.count, wanted: count, level)
  }

  private static func positive(of query: QueryID, _ judgements: Judgements, _ level: Int32, _ seed: UInt64) -> DocumentID? {
    let grades = judgements.grades[query] ?? [:]
    guard let highest = grades.values.max(), highest >= level else { return nil }
    let best = judgements.documents(of: query, from: highest)
    var random = CounterGenerator(seed: seed, name: query)
    return best[random.below(best.count)]
  }

  private static func withTexts(_ chosen: [(query: Query, passage: DocumentID)], _ places: [String]) throws -> [Pair] {
    let wanted = Set(chosen.map(\.passage))
    let texts = try CollectedTexts(of: wanted, in: places)
    let missing = texts.missing(of: wanted)
    if let first = chosen.first(where: { missing.contains($0.passage) }) {
      throw PipelinesError.input(
        reason:
          "\(missing.count) of \(wanted.count) positive passages are not in \(texts.place), the first '\(first.passage)' of query "
          + "'\(first.query.id)'; give the collection that the judgements belong to, or an index of it with texts")
    }
    return try chosen.map { Pair(query: $0.query, passage: $0.passage, text: try texts.text(of: $0.passage, for: $0.query.id)) }
  }

  private static func notes(all: Int, withPositives: Int, wanted: Int, _ level: Int32) -> [String] {
    var notes: [String] = []
    if withPositives < all {
      notes.append("\(all - withPositives) of \(all) queries have no passage of grade \(level) or more and are left out")
    }
    if withPositives < wanted { notes.append("\(withPositives) queries, all there are, instead of \(wanted)") }
    return notes
  }
}
