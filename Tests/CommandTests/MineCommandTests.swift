import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct `The mine command` {
  @Test func `mines triplets, explains its defaults, and refuses wrong usage`() throws {
    let folder = try TemporaryFolder()
    let lines = (1...9).map { "d\($0)\tcat \(String(repeating: "x\($0) ", count: $0))\n" }.joined()
    try folder.write(Array(lines.utf8), to: "docs.tsv")
    try folder.write(Array("q1\tcat\n".utf8), to: "queries.tsv")
    try folder.write(Array("q1 0 d2 1\n".utf8), to: "qrels")
    let index = folder.file("index")
    #expect(try WinnowProcess.run("index", index, "--collection", folder.file("docs.tsv")).status == 0)
    let common = "\"$WINNOW\" mine \(index) --queries \(folder.file("queries.tsv"))"
    let mined = try WinnowProcess.shell("\(common) --qrels \(folder.file("qrels")) --ranks 3-9 --negatives 2 --output -")
    let rows = mined.output.split(separator: "\n")
    #expect(mined.status == 0 && rows.count == 2, "\(mined)")
    #expect(rows.allSatisfy { $0.hasPrefix("{\"query_id\":\"q1\",\"positive_id\":\"d2\",\"negative_id\":\"d") })
    #expect(mined.error.contains("1 examples with 2 negatives from 1 queries"))
    let help = try WinnowProcess.run("mine", "--help")
    #expect(help.output.contains("arXiv:2506.18535") && help.output.contains("50-200"))
    for wrong in [
      "--output x", "--qrels q --output x --ranks 9-3", "--qrels q --output x --negatives 0",
      "--qrels q --output x --method hybrid",
      "--qrels q --output x --relative-margin 2", "--format scored-pairs --output x", "--qrels q --output x --model m",
    ] {
      let result = try WinnowProcess.shell("\(common) \(wrong)")
      #expect(result.status == 2 && !result.error.isEmpty, "\(wrong): \(result)")
    }
    let missing = try WinnowProcess.shell("\(common) --qrels \(folder.file("none")) --output \(folder.file("o"))")
    #expect(missing.status == 1 && missing.error.contains("none"))
  }
}
