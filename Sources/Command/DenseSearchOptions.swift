import ArgumentParser
internal import Pipelines

/// How vectors are searched.
struct DenseSearchOptions: ParsableArguments {
  @Option(
    help: """
      Through a graph (HNSW), how many vectors a search keeps in sight: more finds more of the true neighbours and takes longer (default: \
      the hits, and at least 100).
      """)
  var ef: Int?

  @Flag(help: "Search all vectors also where the set has a graph.")
  var exact = false

  @Option(help: "With --method dense: find only the documents whose ids stand in FILE, one a line.")
  var filter: String?

  func validate() throws {
    if let ef, ef < 1 { throw ValidationError("--ef must be at least 1") }
    if ef != nil, exact {
      throw ValidationError(
        "--ef is about the search through a graph, and --exact searches all vectors: leave out one of the two")
    }
  }

  /// Refuses what has no use with a method.
  func check(_ method: SearchMethod?) throws {
    guard method != .dense else { return }
    if filter != nil {
      throw ValidationError(
        "--filter is for searches over embeddings alone, as BM25 and impacts search all documents: give --method dense")
    }
    if method != .hybrid, ef != nil || exact {
      throw ValidationError("--ef and --exact are about embeddings: give --method dense or hybrid with them")
    }
  }

  /// Puts them into a search.
  func apply(to settings: inout SearchSettings) {
    settings.ef = ef
    settings.isExact = exact
    settings.filter = filter
  }
}
