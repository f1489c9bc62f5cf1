import Foundation
import TestSupport
import Testing

/// A folder with documents, queries and an index; commands run in it.
private struct Place {
  let folder: TemporaryFolder
  static let models = SharedData.projectRoot.appendingPathComponent("Tests/TransformersTests/Goldens").path

  init() throws {
    folder = try TemporaryFolder()
    try write("docs.tsv", "d1\tthe cat sat\nd2\tdogs chase cats\n")
    try write("queries.tsv", "q1\tcat\n")
    _ = try run("index i --collection docs.tsv")
  }

  func write(_ name: String, _ text: String) throws { try folder.write(Array(text.utf8), to: name) }

  func run(_ arguments: String) throws -> WinnowProcess.Result {
    try WinnowProcess.shell("cd \(folder.path); \"$WINNOW\" \(arguments)", environment: ["WINNOW_MODELS": Self.models])
  }
}

@Suite struct `Wrong inputs` {
  @Test func `queries from a pipe are part of the recipe`() throws {
    let place = try Place()
    #expect(try place.run("search i --queries - --output a.run < queries.tsv").status == 0)
    try place.write("queries.tsv", "q2\tdogs\n")
    let other = try place.run("search i --queries - --output a.run < queries.tsv")
    #expect(other.status == 1 && other.error.contains("queries: "), "\(other)")
  }

  @Test func `a missing output folder is found before the work`() throws {
    let place = try Place()
    let result = try place.run("search i --queries queries.tsv --output no/such/a.run")
    #expect(result.status == 1 && result.error.contains("no/such/a.run: its folder does not exist"), "\(result)")
    #expect(!result.error.contains("queries in"))
  }

  @Test func `a setting that names nothing is wrong usage`() throws {
    let place = try Place()
    try place.write(
      "p.yaml",
      "name: p\ndata: {collection: docs.tsv, queries: queries.tsv, qrels: q}\nindex: {path: i}\nsystems: [{name: A, stages: [bm25]}]"
    )
    let result = try place.run("run p.yaml --set a.b=1")
    #expect(result.status == 2 && result.error.contains("there is no key 'a'"), "\(result)")
  }

  @Test func `embeddings without their ids are made again`() throws {
    let place = try Place()
    let line = "encode --model tiny-encoder --input docs.tsv --output v.npy"
    #expect(try place.run(line).status == 0)
    #expect(try place.run(line).error.contains("up to date"))
    try FileManager.default.removeItem(atPath: place.folder.file("v.npy.ids"))
    #expect(try place.run(line).status == 0)
    #expect(try place.folder.read("v.npy.ids") == Array("d1\nd2\n".utf8))
  }

  @Test func `texts to encode from a pipe are refused, as they are read twice`() throws {
    let place = try Place()
    #expect(try WinnowProcess.shell("mkfifo '\(place.folder.file("pipe"))'").status == 0)
    let result = try place.run("encode --model tiny-encoder --input pipe --output v.npy")
    #expect(result.status == 1 && result.error.contains("pipe is a pipe or a device"), "\(result)")
  }

  @Test func `doctor tells what multiplies int8, and a path that is none`() throws {
    let portable = try WinnowProcess.shell("\"$WINNOW\" doctor", environment: ["WINNOW_ISA": "portable"])
    #expect(portable.output.contains("kernels: portable") && portable.output.contains("int8 products by pairs"), "\(portable)")
    let unknown = try WinnowProcess.shell("\"$WINNOW\" doctor", environment: ["WINNOW_ISA": "mmx"])
    #expect(unknown.status == 1 && unknown.output.contains("kernels: FIX instruction set 'mmx'"), "\(unknown)")
  }

  @Test func `bad texts to encode can be skipped`() throws {
    let place = try Place()
    try place.write("docs.tsv", "d1\tcat\nno tab\n")
    let refused = try place.run("encode --model tiny-encoder --input docs.tsv --output v.npy")
    #expect(refused.status == 1 && refused.error.contains("docs.tsv:2: a tab is missing"), "\(refused)")
    let skipped = try place.run("encode --model tiny-encoder --input docs.tsv --output v.npy --skip-bad")
    #expect(skipped.status == 0 && skipped.error.contains("skipped 1 bad record"), "\(skipped)")
  }

  @Test func `runs of different queries are joined with a note`() throws {
    let place = try Place()
    try place.write("a.run", "q1 Q0 d1 1 1 x\nq2 Q0 d1 1 1 x\n")
    try place.write("b.run", "q1 Q0 d1 1 1 x\n")
    let result = try place.run("fuse a.run b.run --output -")
    #expect(result.status == 0 && result.error.contains("b.run has 1 of the 2 queries"), "\(result)")
  }

  @Test func `one topic is no test`() throws {
    let place = try Place()
    try place.write("a.run", "q1 Q0 d1 1 1 x\n")
    try place.write("q", "q1 0 d1 1\n")
    let result = try place.run("compare q a.run a.run")
    #expect(result.status == 0 && result.error.contains("only one topic"), "\(result)")
  }
}
