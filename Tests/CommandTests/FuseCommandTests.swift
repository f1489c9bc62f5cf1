import Foundation
import TestSupport
import Testing

/// Two runs of two queries, A right and B wrong, with judgements.
private struct Place {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try write("a.run", "q1 Q0 d1 1 9 A\nq1 Q0 d2 2 5 A\nq2 Q0 d3 1 9 A\nq2 Q0 d4 2 1 A\n")
    try write("b.run", "q1 Q0 d2 1 9 B\nq1 Q0 d3 2 5 B\nq2 Q0 d4 1 9 B\n")
    try write("qrels.txt", "q1 0 d1 1\nq2 0 d3 1\n")
  }

  func write(_ name: String, _ text: String) throws { try folder.write(Array(text.utf8), to: name) }

  func run(_ arguments: String) throws -> WinnowProcess.Result {
    try WinnowProcess.shell("cd \(folder.path); \"$WINNOW\" fuse \(arguments)")
  }
}

@Suite struct `winnow fuse` {
  @Test func `prints tuned weights, which --weights takes`() throws {
    let place = try Place()
    let tuned = try place.run("a.run b.run --method minmax --tune qrels.txt")
    #expect(tuned.status == 0 && tuned.output == "1.0 0.0\n", "\(tuned)")
    #expect(tuned.error.contains("weights 1.0 0.0: nDCG@10 1.0000 on qrels.txt, the best of 21"), "\(tuned)")
    let other = try place.run("a.run b.run --method minmax --tune qrels.txt --tune-measure RR@10 --quiet")
    #expect(other.output == "1.0 0.0\n" && other.error.isEmpty, "\(other)")
    let applied = try WinnowProcess.shell(
      "cd \(place.folder.path); \"$WINNOW\" fuse a.run b.run --method minmax --weights \(tuned.output.dropLast()) --output -")
    #expect(applied.status == 0 && applied.output.hasPrefix("q1 Q0 d1 1 1.000000 winnow\n"), "\(applied)")
  }

  @Test func `tunes on one set and applies to another, each up to date the second time`() throws {
    let place = try Place()
    let tune = "a.run b.run --method zscore --missing zero --tune qrels.txt --save-weights w.json"
    #expect(try place.run(tune).status == 0)
    #expect(try place.run(tune).error.contains("w.json: up to date"))
    let apply = "a.run b.run --weights-file w.json --output out.run"
    #expect(try place.run(apply).status == 0)
    #expect(try place.run(apply).error.contains("out.run: up to date"))
    let meta = String(decoding: try place.folder.read("out.run.meta.yaml"), as: UTF8.self)
    #expect(
      meta.contains(#""method": "zscore""#) && meta.contains(#""missing": "zero""#) && meta.contains(#""weights": "1.0, 0.0""#))
    let swapped = try place.run("b.run a.run --weights-file w.json --output other.run")
    #expect(swapped.status == 1 && swapped.error.contains("in the order A B, and these come as B A"), "\(swapped)")
    // Both in one command.
    let both = try place.run("a.run b.run --method minmax --tune qrels.txt --save-weights x.json --output both.run")
    #expect(both.status == 0 && both.output.isEmpty, "\(both)")
    #expect(try place.folder.names().filter { $0.hasPrefix("both.run") || $0.hasPrefix("x.json") }.count == 4)
  }

  @Test(arguments: [
    ("--output o --tune q", "rrf takes no weights"), ("--output o --missing zero", "rrf takes no weights"),
    ("--method minmax", "give --output; only --tune goes without"), ("--output o --method minmax --k 3", "--k belongs to rrf"),
    ("--output o --method minmax --tune q --weights 1 1", "give one of them"),
    ("--output o --weights-file w --tune q", "give one of them"),
    ("--output o --weights-file w --method minmax", "--weights-file says the method itself"),
    ("--output o --method minmax --save-weights w", "go with --tune QRELS"),
    ("--output o --method minmax --tune-measure AP", "go with --tune QRELS"),
    ("--method minmax --tune q --save-weights -", "--save-weights writes a file"),
    ("--method minmax --tune q --tune-measure nDGC@10", "did you mean 'nDCG"),
    ("--method minmax --tune q --tune-measure num_rel", "is no mean over topics"),
    ("--output o --method minmax --missing none", "none"), ("--output o --method borda", "unknown method 'borda'"),
    ("--output o --method minmax --weights 1 2 3", "3 weights for 2 runs"),
  ]) func `names wrong usage, exit code 2`(options: String, message: String) throws {
    let result = try Place().run("a.run b.run \(options)")
    #expect(result.status == 2 && result.error.contains(message) && result.output.isEmpty, "\(result)")
  }
}
