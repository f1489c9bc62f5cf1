import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct `index --reorder` {
  /// 4,000 lines of words, so that a reordering takes long enough to be killed in.
  private func collection() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 3)
    let lines = (0..<4000).map { number in
      let topic = Int.random(in: 0..<50, using: &generator)
      return "d\(number)\t" + (0..<20).map { _ in "w\(topic)q\(Int.random(in: 0..<9, using: &generator))" }.joined(separator: " ")
    }
    try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "docs.tsv")
    return folder
  }

  private func index(_ folder: TemporaryFolder, _ more: String...) throws -> WinnowProcess.Result {
    try WinnowProcess.shell("\"$WINNOW\" index \(folder.file("index")) --threads 2 \(more.joined(separator: " "))")
  }

  private func digest(_ folder: TemporaryFolder) throws -> String {
    let result = try WinnowProcess.shell("\"$WINNOW\" inspect \(folder.file("index")) --verify")
    #expect(result.status == 0, "\(result)")
    return String(result.output.split(separator: " ").last ?? "")
  }

  @Test func `killed at any moment leaves one of the two indexes whole, and the same command ends it`() throws {
    let folder = try collection()
    let documents = "--collection \(folder.file("docs.tsv"))"
    #expect(try index(folder, documents).status == 0)
    let plain = try digest(folder)
    #expect(try index(folder, "--reorder").status == 0)
    let ordered = try digest(folder)
    #expect(plain != ordered)
    #expect(try index(folder, documents, "--overwrite").status == 0)
    for milliseconds in stride(from: 5, through: 120, by: 6) {
      let pause = Double(milliseconds) / 1000
      _ = try WinnowProcess.shell(
        "\"$WINNOW\" index \(folder.file("index")) --threads 2 --reorder & sleep \(pause); kill -9 $!; wait; true")
      #expect([plain, ordered].contains(try digest(folder)))
    }
    #expect(try index(folder, documents, "--reorder").status == 0)
    #expect(try digest(folder) == ordered)
    #expect(try index(folder, documents, "--reorder").error.contains("up to date"))
  }

  @Test(arguments: ["index x --collection y --dense m --no-lexical --reorder", "index x --reorder --no-store-text"])
  func `wrong usage is exit code 2`(arguments: String) throws {
    #expect(try WinnowProcess.shell("\"$WINNOW\" \(arguments)").status == 2)
  }
}
