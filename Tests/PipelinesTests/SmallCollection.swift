import TestSupport

/// A collection of six passages with two judged queries, written into a folder, and a pipeline over it.
struct SmallCollection {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try write(
      "docs.tsv", "d1\tthe cat sat on the mat\nd2\tdogs chase cats\nd3\ta red car\nd4\tcars and cats\nd5\t\nd10\tcars and cats\n")
    try write("queries.tsv", "q1\tcat\nq2\tred cars\n")
    try write("qrels.txt", "q1 0 d2 1\nq1 0 d3 0\nq2 0 d3 2\n")
  }

  func write(_ name: String, _ text: String) throws { try folder.write(Array(text.utf8), to: name) }

  func path(_ name: String) -> String { folder.file(name) }

  func pipeline(_ rest: String = "") -> String {
    """
    name: small
    data: {collection: docs.tsv, queries: queries.tsv, qrels: qrels.txt}
    index: {path: index}
    measures: [nDCG@10, RR@10]
    systems:
      - name: BM25
        stages: [bm25: {hits: 10}]
      - name: Twice
        stages: [fuse: {of: [BM25, BM25]}, cut: {depth: 2}]
      - name: Reranked
        optional: true
        stages: [{from: {system: BM25}}, {rerank: {model: no-such-model}}]
    \(rest)
    """
  }
}
