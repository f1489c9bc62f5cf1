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

  @Test func `feedback moves the query to the best hits`() throws {
    // d1 is the best hit of (0, 1, 0); the mean of the two is (0.5, 0.75, -1).
    let average = try search("--prf average --prf-docs 1 --tag t")
    #expect(average.output == "q Q0 d1 1 2.875000 t\nq Q0 d3 2 0.000000 t\nq Q0 d2 3 -6.875000 t\n", "\(average)")
    let rocchio = try search("--prf rocchio --prf-docs 1 --prf-alpha 2 --prf-beta 0.5 --prf-negatives 1 --prf-gamma 1 --tag t")
    // (0, 2, 0) + (0.5, 0.25, -1) - (-1, -1, -1.25), for d3 is the last.
    #expect(rocchio.output == "q Q0 d1 1 2.625000 t\nq Q0 d2 2 2.125000 t\nq Q0 d3 3 -5.062500 t\n", "\(rocchio)")
  }

  @Test func `ef without a graph is an error that names the command which makes one`() throws {
    let refused = try search("--ef 50")
    #expect(refused.status == 1 && refused.error.contains("winnow index INDEX --name v --hnsw"), "\(refused)")
  }

  @Test(arguments: [
    ("--method dense --ef 5 --exact", "--exact searches all vectors"), ("--method dense --ef 0", "at least 1"),
    ("--ef 5", "give --method dense or hybrid"), ("--method bm25 --exact", "give --method dense or hybrid"),
    ("--filter some.txt", "give --method dense"), ("--method hybrid --filter some.txt", "give --method dense"),
    ("--method bm25 --filter some.txt", "BM25"), ("--prf average", "--method dense or hybrid"),
    ("--method dense --prf-docs 3", "give --prf"), ("--method dense --prf average --prf-alpha 1", "give --prf rocchio"),
    ("--method dense --prf rocchio --prf-gamma 1", "give --prf-negatives"),
    ("--method dense --prf rocchio --prf-alpha 0 --prf-beta 0", "alpha and beta are both 0"),
    ("--method dense --prf average --prf-docs 0", "at least one document"), ("--method dense --prf mean", "average"),
  ])
  func `options that go with nothing are wrong usage`(arguments: String, reason: String) throws {
    let result = try run("search i one \(arguments)")
    #expect(result.status == 2 && result.error.contains(reason), "\(result)")
  }
}
