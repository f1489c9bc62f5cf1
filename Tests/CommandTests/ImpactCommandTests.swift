import TestSupport
import Testing

@Suite(.serialized) struct `The command with impacts` {
  /// Two documents of a learned-sparse model.
  private func documents(_ folder: TemporaryFolder, _ weight: String) throws -> String {
    let lines = [
      #"{"id": "d1", "contents": "the cat sat", "vector": {"cat": 7, "@@s": \#(weight), "é": 2}}"#,
      #"{"id": "d2", "vector": {"cat": 9, "sat": 0}}"#,
    ]
    return try folder.write(Array((lines.joined(separator: "\n") + "\n").replacing("@@", with: "##").utf8), to: "docs.jsonl")
  }

  @Test func `indexes vectors, searches them without being told, and inspects their terms`() throws {
    let folder = try TemporaryFolder()
    let path = try documents(folder, "40")
    let index = folder.file("index")
    let built = try WinnowProcess.run("index", index, "--collection", path, "--impacts")
    #expect(built.status == 0 && built.error.contains("impacts as given"), "\(built)")
    #expect(try WinnowProcess.run("index", index, "--collection", path, "--impacts").error.contains("up to date"))
    let hits = try WinnowProcess.run("search", index, "##s cat cat")
    #expect(hits.output.hasPrefix("1. d1  score 54.0000\n   the cat sat\n"), "\(hits)")
    #expect(hits.output.contains("\n2. d2  score 18.0000"), "\(hits)")
    #expect(try WinnowProcess.run("inspect", index, "--term", "##s").output == "##s: in 1 documents, impacts 40 together\n")
    #expect(try WinnowProcess.run("inspect", index, "--term", "sat").output == "sat: in no document\n")
    for options in [["--method", "bm25"], ["--scoring", "bm25"], ["--k1", "0.9"]] {
      let refused = try WinnowProcess.shell("\"$WINNOW\" search \(index) cat \(options.joined(separator: " "))")
      #expect(refused.status == 1 && refused.error.contains("the index holds impacts"), "\(refused)")
    }
  }

  @Test func `weights that are no whole numbers need --quantize`() throws {
    let folder = try TemporaryFolder()
    let path = try documents(folder, "1.5")
    let index = folder.file("index")
    let refused = try WinnowProcess.run("index", index, "--collection", path, "--impacts")
    #expect(
      refused.status == 1 && refused.error.contains("docs.jsonl:1:") && refused.error.contains("--quantize 8"), "\(refused)")
    let built = try WinnowProcess.run("index", index, "--collection", path, "--impacts", "--quantize", "8")
    #expect(built.status == 0 && built.error.contains("impacts round(weight / 5.0 * 256), scale 51.2"), "\(built)")
    #expect(try WinnowProcess.run("inspect", index, "--term", "##s").output == "##s: in 1 documents, impacts 77 together\n")
    let other = try WinnowProcess.run(
      "index", index, "--collection", path, "--impacts", "--quantize", "8", "--quantize-range", "2")
    #expect(other.status == 1 && other.error.contains("now round(weight / 2.0 * 256)"), "\(other)")
  }

  @Test(arguments: [
    "index x --impacts", "index x --collection y --quantize 8", "index x --collection y --impacts --quantize 0",
    "index x --collection y --impacts --quantize 17", "index x --collection y --impacts --quantize-range 3",
    "index x --collection y --impacts --quantize 8 --quantize-range 0", "index x --collection y --impacts --no-lexical --dense m",
    "search x 'a' --method sparse",
  ])
  func `wrong usage is exit code 2`(arguments: String) throws {
    let result = try WinnowProcess.shell("\"$WINNOW\" \(arguments)")
    #expect(result.status == 2, "\(result)")
  }
}
