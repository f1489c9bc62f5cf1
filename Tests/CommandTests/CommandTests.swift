import Foundation
import TestSupport
import Testing

/// Three documents, an index of them, queries and judgements.
private struct Corner {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try write("docs.tsv", "d1\tthe cat sat\nd2\tdogs chase cats\nd3\ta red car\n")
    try write("queries.tsv", "q1\tcat\nq2\tred cars\n")
    try write("qrels.txt", "q1 0 d2 1\nq2 0 d3 2\n")
  }

  func write(_ name: String, _ text: String) throws { try folder.write(Array(text.utf8), to: name) }
  func path(_ name: String) -> String { folder.file(name) }

  func index() throws -> WinnowProcess.Result {
    try WinnowProcess.run("index", path("index"), "--collection", path("docs.tsv"))
  }

  func search(_ more: String = "") throws -> WinnowProcess.Result {
    try WinnowProcess.shell(
      "\"$WINNOW\" search \(path("index")) --queries \(path("queries.tsv")) --output \(path("a.run")) \(more)")
  }
}

@Suite(.serialized) struct `The command` {
  @Test func `indexes, searches, evaluates, and says up to date the second time`() throws {
    let corner = try Corner()
    #expect(try corner.index().status == 0)
    let again = try corner.index()
    #expect(again.status == 0 && again.error.contains("up to date"))
    #expect(try corner.search().status == 0)
    #expect(try corner.search().error.contains("up to date"))
    let scores = try WinnowProcess.run("evaluate", corner.path("qrels.txt"), corner.path("a.run"), "-m", "RR@10")
    #expect(scores.status == 0 && scores.output.contains("RR@10"))
  }

  @Test func `refuses an output of another recipe, exit code 1`() throws {
    let corner = try Corner()
    _ = try corner.index()
    _ = try corner.search()
    let other = try corner.search("--k1 1.2")
    #expect(other.status == 1 && other.error.contains("bm25.k1: 0.9, now 1.2") && other.error.contains("--overwrite"))
    #expect(try corner.search("--k1 1.2 --overwrite").status == 0)
  }

  @Test(arguments: [
    "index", "index x", "search x", "search x 'a' --hits 0", "rerank --run r", "fuse one.run --output x", "nonsense",
    "index x --collection y --threads 0",
    "search x 'a' --b 2", "evaluate", "run", "encode --model m --input i --output o.txt", "compare q r",
    "index x --collection y --memory lots",
    "index x --collection y --format foo", "index x --collection y --no-store-text --dense m", "index x --dense m --name ''",
    "search x 'a' --model m", "evaluate q r -m nDGC@10", "evaluate q r -m nDCG@0", "compare q r s -m nonsense",
  ])
  func `wrong usage is exit code 2`(arguments: String) throws {
    let result = try WinnowProcess.shell("\"$WINNOW\" \(arguments)")
    #expect(result.status == 2, "\(result)")
    #expect(!result.error.isEmpty && result.output.isEmpty)
  }

  @Test func `errors in data are exit code 1 and name the place`() throws {
    let corner = try Corner()
    for (line, words) in [
      ("index \(corner.path("x")) --collection \(corner.path("nothing.tsv"))", "nothing.tsv"),
      ("search \(corner.path("nowhere")) cat", "nowhere"),
      ("index \(corner.path("x")) --dense all-MiniLM-L6-v2", "there is no index"),
      ("evaluate \(corner.path("no.qrels")) \(corner.path("no.run"))", "no.qrels"),
      ("run \(corner.path("none.yaml"))", "none.yaml"),
      ("index \(corner.path("y")) --collection \(corner.path("docs.tsv")) --dense ./no/model", "no/model"),
    ] {
      let result = try WinnowProcess.shell("\"$WINNOW\" \(line)")
      #expect(result.status == 1 && result.error.contains(words), "\(line): \(result)")
    }
  }

  @Test func `a closed pipe ends quietly`() throws {
    let corner = try Corner()
    let lines = (0..<20000).map { "q\($0)\tcat" }.joined(separator: "\n")
    try corner.write("queries.tsv", lines + "\n")
    _ = try corner.index()
    let result = try WinnowProcess.shell(
      "set -o pipefail; \"$WINNOW\" search \(corner.path("index")) --queries \(corner.path("queries.tsv")) --output - --quiet | head -1"
    )
    #expect(result.status == 0 && result.error.isEmpty && result.output.hasPrefix("q0 Q0 "), "\(result)")
  }

  @Test func `an unmet expectation is exit code 3`() throws {
    let corner = try Corner()
    try corner.write(
      "p.yaml",
      """
      name: p
      data: {collection: docs.tsv, queries: queries.tsv, qrels: qrels.txt}
      index: {path: index}
      systems: [{name: A, stages: [bm25]}]
      expect: {A: {nDCG@10: 0.123}}
      """)
    let result = try WinnowProcess.run("run", corner.path("p.yaml"), "--output", corner.path("results"))
    #expect(result.status == 3 && result.error.contains("NOT AS EXPECTED: A nDCG@10"))
    let again = try WinnowProcess.run("run", corner.path("p.yaml"), "--output", corner.path("results"))
    #expect(again.status == 3)
  }

  @Test func `interruption keeps what was there and is exit code 130`() throws {
    let corner = try Corner()
    _ = try corner.index()
    let lines = (0..<300_000).map { "x\($0)\tpassage \($0) of many about cats and dogs and \($0 % 1000)" }.joined(separator: "\n")
    try corner.write("big.tsv", lines + "\n")
    let result = try WinnowProcess.shell(
      "\"$WINNOW\" index \(corner.path("index")) --collection \(corner.path("big.tsv")) --overwrite & p=$!; sleep 0.15; kill -INT $p; wait $p"
    )
    #expect(result.status == 130 || result.status == 0, "\(result)")  // 0: it was finished before the signal came
    // Beside the old index there is at most what was committed of the new one.
    let names = try FileManager.default.contentsOfDirectory(atPath: corner.path("index")).sorted()
    #expect(names.filter { $0 != "winnow.staging" } == ["winnow.mdb", "writer.lock"])
    let after = try WinnowProcess.run("inspect", corner.path("index"), "--verify")
    #expect(after.status == 0 && after.output.contains("sound"), "\(after)")
  }

  @Test func `two writers at once: the second is told`() throws {
    let corner = try Corner()
    let lines = (0..<400_000).map { "x\($0)\tpassage \($0) of many about cats and dogs" }.joined(separator: "\n")
    try corner.write("big.tsv", lines + "\n")
    let result = try WinnowProcess.shell(
      """
      "$WINNOW" index \(corner.path("w")) --collection \(corner.path("big.tsv")) --quiet & p=$!; sleep 0.1
      "$WINNOW" index \(corner.path("w")) --collection \(corner.path("docs.tsv")) --quiet; echo "second $?"; wait $p; echo "first $?"
      """)
    #expect(result.output.contains("second 1") && result.output.contains("first 0"), "\(result)")
  }

  @Test func `an empty query is noted and has no rows`() throws {
    let corner = try Corner()
    try corner.write("queries.tsv", "q1\t\nq2\tred\nq3\tthe of\n")
    _ = try corner.index()
    let result = try corner.search()
    #expect(result.status == 0 && result.error.contains("2 of 3 queries found nothing"), "\(result)")
    #expect(String(decoding: try corner.folder.read("a.run"), as: UTF8.self).hasPrefix("q2 Q0 d3 1 "))
  }

  @Test func `every command explains itself`() throws {
    for command in [
      "index", "search", "rerank", "fuse", "evaluate", "compare", "encode", "mine", "train", "report", "run", "inspect",
      "explain", "doctor", "bench",
    ] {
      let help = try WinnowProcess.run(command, "--help")
      #expect(help.status == 0 && help.output.contains("USAGE: winnow \(command)"))
    }
  }
}
