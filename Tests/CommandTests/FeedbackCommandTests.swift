import TestSupport
import Testing

@Suite struct `Feedback on the command line` {
  @Test func `a search with RM3 says its query and finds what the query's words alone do not`() throws {
    let folder = try TemporaryFolder()
    let passages = SharedData.projectRoot.appendingPathComponent("Pipelines/quickstart/passages.jsonl").path
    let index = folder.file("index")
    #expect(try WinnowProcess.run("index", index, "--collection", passages, "--format", "jsonl").status == 0)
    let plain = try WinnowProcess.run("search", index, "warfarin", "--hits", "20")
    let expanded = try WinnowProcess.run("search", index, "warfarin", "--hits", "20", "--rm3", "--explain-feedback")
    #expect(expanded.status == 0 && expanded.output.hasPrefix("query: warfarin^0.5 dose^0.119213216 "), "\(expanded)")
    #expect(!plain.output.contains("query:") && !plain.output.contains("\n20. p") && expanded.output.contains("\n20. p"))
    let rocchio = try WinnowProcess.run(
      "search", index, "warfarin", "--rocchio", "--rocchio-negatives", "--rocchio-gamma", "0.2", "--fb-docs", "3",
      "--explain-feedback")
    #expect(rocchio.status == 0 && rocchio.output.hasPrefix("query: warfarin^"), "\(rocchio)")
  }

  @Test(arguments: [
    ("--rm3 --rocchio", "two ways of feedback"), ("--fb-docs 3", "give --rm3 or --rocchio"), ("--explain-feedback", "give --rm3"),
    ("--rm3 --fb-docs 0", "fb-docs = 0 is out of range"), ("--rm3 --original-weight 2", "original-weight = 2.0 is out of range"),
    ("--rocchio --original-weight 0.5", "--original-weight is RM3's"), ("--rm3 --rocchio-alpha 1", "are Rocchio's"),
    ("--rocchio --rocchio-gamma 1", "give --rocchio-negatives"), ("--rocchio --rocchio-beta -1", "rocchio-beta"),
    ("--method dense --rm3", "expand the query of"),
  ]) func `options that do not go together are wrong usage`(options: String, message: String) throws {
    let result = try WinnowProcess.shell("\"$WINNOW\" search index words \(options)")
    #expect(result.status == 2 && result.error.contains(message), "\(result)")
  }
}
