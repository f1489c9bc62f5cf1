import TestSupport
import Testing

/// Options of searches over vectors, by the real executable.
@Suite struct `Searches of vectors on the command line` {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Array("d1\tone\nd2\ttwo\nd3\tthree\n".utf8), to: "docs.tsv")
    let rows = ["d1": "1, 0.5, -2", "d2": "0.25, 0, 7", "d3": "-1, -1, -1.25"].sorted { $0.key < $1.key }
    try folder.write(Array(rows.map { "{\"id\": \"\($0.key)\", \"vector\": [\($0.value)]}\n" }.joined().utf8), to: "v.jsonl")
    try folder.write(Array("{\"id\": \"q\", \"vector\": [0, 1, 0]}\n".utf8), to: "q.jsonl")
    try folder.write(Array("d3\nd2\nzz\n".utf8), to: "some.txt")
    #expect(try run("index i --collection docs.tsv --quiet && \"$WINNOW\" index i --vectors v.jsonl --quiet").status == 0)
  }

  private func run(_ arguments: String) throws -> WinnowProcess.Result {
    try WinnowProcess.shell("cd \(folder.path); \"$WINNOW\" \(arguments)")
  }

  private func search(_ arguments: String) throws -> WinnowProcess.Result {
    try run("search i --method dense --query-vectors q.jsonl --output - \(arguments)")
  }

  @Test func `a filter leaves the documents that it names and says what it does not know`() throws {
    let found = try search("--filter some.txt --tag t")
    #expect(found.output == "q Q0 d2 1 0.000000 t\nq Q0 d3 2 -1.000000 t\n", "\(found)")
    #expect(found.error.contains("some.txt: 1 of its 3 ids are not in i (the first: 'zz', line 3)"))
    let missing = try search("--filter none.txt")
    #expect(missing.status == 1 && missing.error.contains("none.txt") && missing.output.isEmpty, "\(missing)")
    #expect(try search("--exact --tag t").output == search("--tag t").output)
  }

  @Test func `ef without a graph is an error that names the command which makes one`() throws {
    let refused = try search("--ef 50")
    #expect(refused.status == 1 && refused.error.contains("winnow index INDEX --name v --hnsw"), "\(refused)")
  }

  @Test(arguments: [
    ("--method dense --ef 5 --exact", "--exact searches all vectors"), ("--method dense --ef 0", "at least 1"),
    ("--ef 5", "give --method dense or hybrid"), ("--method bm25 --exact", "give --method dense or hybrid"),
    ("--filter some.txt", "give --method dense"), ("--method hybrid --filter some.txt", "give --method dense"),
    ("--method bm25 --filter some.txt", "BM25"),
  ])
  func `options that go with nothing are wrong usage`(arguments: String, reason: String) throws {
    let result = try run("search i one \(arguments)")
    #expect(result.status == 2 && result.error.contains(reason), "\(result)")
  }
}
