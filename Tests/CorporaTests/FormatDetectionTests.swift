import Corpora
import Foundation
import Testing

@Suite struct FormatDetectionTests {
  @Test(arguments: [
    ("1\tx\n", CollectionFormat.msmarco), ("{\"id\":1,\"contents\":\"x\"}\n", .jsonl),
    ("{\"_id\":\"1\",\"text\":\"x\"}\n", .jsonl),
    ("\u{FEFF}\n<DOC>\n<DOCNO>1</DOCNO></DOC>", .trec), ("{broken", .jsonl), ("", .msmarco),
    ("{\"_id\":1,\"contents\":\"x\"}", .jsonl),
  ])
  func `formats are told by content`(text: String, format: CollectionFormat) throws {
    let scratch = try Scratch()
    #expect(try CollectionReader.detectFormat(path: scratch.file("c.zst", text)) == format)
  }

  @Test(arguments: ["plain words\n", "a b\tx\n", "1\t2\tquery\tpassage\n", "<html>x", "[1]", "\tx"])
  func `what cannot be told is an error that says so`(text: String) throws {
    let scratch = try Scratch()
    let path = try scratch.file("c", text)
    let shown = text.split(separator: "\n")[0].replacingOccurrences(of: "\t", with: " ")
    #expect(
      message(scratch) { _ = try read(path) }
        == "cannot tell the format of c: it begins with \"\(shown)\"; say --format msmarco|beir|jsonl|trec")
  }

  @Test func `a folder is a BEIR folder or an error that lists what was looked for`() throws {
    let scratch = try Scratch()
    #expect(
      message(scratch) { _ = try read(scratch.path, .beir) }
        == "FOLDER is a folder without a file of a known name (looked for corpus.jsonl, corpus.jsonl.gz,"
        + " corpus.jsonl.zst); name the file itself")
    #expect(message(scratch) { _ = try read(scratch.path, .trec) } == "FOLDER is a folder; name the files in it")
    _ = try scratch.file("corpus.jsonl.gz", "{\"_id\":\"1\",\"text\":\"x\"}\n")
    #expect(try read(scratch.path, .beir).ids == ["1"])
    #expect(try read(scratch.path + "/", .auto).ids == ["1"])
  }

  @Test func `a missing file is found before anything is read`() throws {
    let scratch = try Scratch()
    let first = try scratch.file("a", "1\tx\n")
    #expect(
      message(scratch) { _ = try CollectionReader(paths: [first, scratch.path + "/b"], format: .auto).files }
        == "cannot open b: No such file or directory; check the path")
    #expect(message(scratch) { _ = try read([]) } == "no input was named; give at least one file")
  }
}
