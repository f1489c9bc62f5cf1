import Foundation
import TestSupport
import Testing

@Suite struct `Precision on the command line` {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Array("d1\tthe cat sat\nd2\tdogs chase cats\n".utf8), to: "docs.tsv")
    try folder.write(Array("q1\tcat\n".utf8), to: "queries.tsv")
  }

  private func run(_ arguments: String) throws -> WinnowProcess.Result {
    let models = SharedData.projectRoot.appendingPathComponent("Tests/TransformersTests/Goldens").path
    return try WinnowProcess.shell("cd \(folder.path); \"$WINNOW\" \(arguments)", environment: ["WINNOW_MODELS": models])
  }

  @Test func `int8 embeddings are another recipe than fp32 ones`() throws {
    let line = "encode --model tiny-encoder --input docs.tsv --output v.jsonl"
    #expect(try run(line).status == 0)
    let other = try run("\(line) --precision int8")
    #expect(other.status == 1 && other.error.contains("encoder.precision: fp32, now int8"), "\(other)")
    #expect(try run("\(line) --precision int8 --overwrite").status == 0)
  }

  @Test func `queries take the index's precision unless another is asked for`() throws {
    #expect(try run("index i --collection docs.tsv --dense tiny-encoder --precision int8").status == 0)
    let line = "search i --queries queries.tsv --method dense --output a.run"
    #expect(try run(line).status == 0)
    #expect(try run("\(line) --precision int8").error.contains("up to date"))
    let other = try run("\(line) --precision fp32")
    #expect(other.status == 1 && other.error.contains("dense.precision of queries: int8, now fp32"), "\(other)")
    #expect(try run("\(line) --precision fp32 --overwrite").status == 0)
    let rerank = "rerank i --run a.run --queries queries.tsv --model tiny-cross --output r.run"
    #expect(try run(rerank).status == 0)
    #expect(try run("\(rerank) --precision int8").error.contains("model.precision: fp32, now int8"))
  }

  @Test func `an index whose encoder is not found says which option takes it`() throws {
    #expect(try run("index i --collection docs.tsv --dense tiny-encoder").status == 0)
    let line = "cd \(folder.path); \"$WINNOW\" search i cat --method dense"
    let lost = try WinnowProcess.shell(line, environment: ["WINNOW_MODELS": folder.path, "HF_HOME": folder.path])
    #expect(lost.status == 1 && lost.error.contains("no model 'tiny-encoder'") && lost.error.contains("--model"), "\(lost)")
  }

  @Test func `a model that gives no numbers is said to, with the text it gave none for`() throws {
    let models = SharedData.projectRoot.appendingPathComponent("Tests/TransformersTests/Goldens").path
    try FileManager.default.copyItem(atPath: "\(models)/tiny-encoder", toPath: folder.file("nan"))
    let weights = folder.file("nan") + "/model.safetensors"
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: weights)))
    for index in bytes.count * 3 / 4..<bytes.count { bytes[index] = 0xFF }
    try Data(bytes).write(to: URL(fileURLWithPath: weights))
    let encoded = try run("encode --model ./nan --input docs.tsv --output n.jsonl")
    #expect(
      encoded.status == 1 && encoded.error.contains("./nan: text 'd") && encoded.error.contains("not a finite number"),
      "\(encoded)")
    let indexed = try run("index n --collection docs.tsv --dense ./nan")
    #expect(indexed.status == 1 && indexed.error.contains("./nan: document 'd"), "\(indexed)")
  }

  @Test(arguments: [
    "--encoder tiny-encoder --items 99999999999", "--encoder tiny-encoder --repeats 99999999999",
    "--encoder tiny-encoder --queries queries.tsv", "--queries queries.tsv",
  ])
  func `a benchmark of nothing, or of more than memory holds, is wrong usage`(arguments: String) throws {
    let result = try run("bench \(arguments)")
    #expect(result.status == 2 && result.error.contains("--"), "\(result)")
  }

  @Test(arguments: [
    "encode --model m --input i --output o.npy --precision int4", "search i words --precision int8",
    "index i --collection docs.tsv --precision int8",
  ])
  func `a precision that is unknown, or that nothing computes in, is wrong usage`(arguments: String) throws {
    let result = try run(arguments)
    #expect(result.status == 2 && (result.error.contains("fp32") || result.error.contains("--precision")), "\(result)")
  }
}
