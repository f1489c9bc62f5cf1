import Foundation
import TestSupport
import Testing

/// Three documents, a query, and an encoder with prompts.
private struct Corner {
  let folder: TemporaryFolder
  var model: String { folder.file("model") }

  init() throws {
    folder = try TemporaryFolder()
    let tiny = SharedData.projectRoot.appendingPathComponent("Tests/TransformersTests/Goldens/tiny-encoder").path
    try FileManager.default.copyItem(atPath: tiny, toPath: folder.file("model"))
    let prompts = #"{"prompts":{"query":"query ear: ","document":"the ring ","rank":"winnow"},"default_prompt_name":"rank"}"#
    try write("model/config_sentence_transformers.json", prompts)
    try write("docs.tsv", "d1\tthe cat sat\nd2\tdogs chase cats\nd3\ta red car\n")
    try write("queries.tsv", "q1\tred cat\n")
  }

  func write(_ name: String, _ text: String) throws { try folder.write(Array(text.utf8), to: name) }

  func encode(_ input: String, to output: String, _ more: String) throws -> WinnowProcess.Result {
    try WinnowProcess.shell("\"$WINNOW\" encode --model \(model) --input \(folder.file(input)) --output '\(output)' \(more)")
  }

  /// Vectors by id, as `winnow encode` writes them.
  func encoded(_ input: String, _ more: String...) throws -> [String: [Double]] {
    let output = folder.file("\(input)\(more.joined()).jsonl")
    let result = try encode(input, to: output, more.map { "'\($0)'" }.joined(separator: " "))
    #expect(result.status == 0, "\(result)")
    let lines = try Data(contentsOf: URL(fileURLWithPath: output)).split(separator: 10)
    return Dictionary(
      uniqueKeysWithValues: try lines.map { line in
        let value = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
        return (value["id"] as? String ?? "", value["vector"] as? [Double] ?? [])
      })
  }
}

@Test func `the index puts the prompt for documents before passages, search the one for queries`() throws {
  let corner = try Corner()
  let built = try WinnowProcess.run(
    "index", corner.folder.file("index"), "--collection", corner.folder.file("docs.tsv"), "--dense", corner.model)
  #expect(built.status == 0, "\(built)")
  let run = corner.folder.file("a.run")
  let found = try WinnowProcess.run(
    "search", corner.folder.file("index"), "--queries", corner.folder.file("queries.tsv"), "--output", run, "--method", "dense",
    "--model", corner.model)
  #expect(found.status == 0, "\(found)")
  let query = try #require(try corner.encoded("queries.tsv", "--as", "query")["q1"])
  let documents = try corner.encoded("docs.tsv", "--as", "document")
  for line in String(decoding: try corner.folder.read("a.run"), as: UTF8.self).split(separator: "\n") {
    let fields = line.split(separator: " ").map(String.init)
    let score = zip(query, try #require(documents[fields[2]])).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(try #require(Double(fields[4])) - score) < 1e-5, "\(line)")
  }
}

@Test func `encode puts the default prompt, a named one, or a text before every text`() throws {
  let corner = try Corner()
  let plain = try corner.encoded("queries.tsv")
  #expect(try corner.encoded("queries.tsv", "--prompt-name", "rank") == plain)
  #expect(try corner.encoded("queries.tsv", "--prompt", "winnow") == plain)
  #expect(try corner.encoded("queries.tsv", "--prompt", "") != plain)
  #expect(try corner.encoded("queries.tsv", "--as", "query") == corner.encoded("queries.tsv", "--prompt", "query ear: "))
  let output = corner.folder.file("b.npy")
  let unknown = try corner.encode("queries.tsv", to: output, "--prompt-name passage")
  #expect(unknown.status == 1 && unknown.error.contains("no prompt 'passage'; it has document, query, rank"), "\(unknown)")
  let both = try corner.encode("queries.tsv", to: output, "--as query --prompt x")
  #expect(both.status == 2 && both.error.contains("--as and --prompt cannot be given together"), "\(both)")
}
