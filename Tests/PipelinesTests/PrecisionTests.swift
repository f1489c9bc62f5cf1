import Bytes
import Foundation
import Pipelines
import Storage
import TestSupport
import Testing

private let tiny = SharedData.projectRoot.appendingPathComponent("Tests/TransformersTests/Goldens/tiny-encoder").path

private func job(_ small: SmallCollection, _ precision: String, name: String? = nil) -> IndexJob {
  var job = IndexJob(folder: small.path("index"), collection: [small.path("docs.tsv")])
  job.work.quiet = true
  job.encoder = tiny
  job.precision = precision
  job.setName = name
  return job
}

private func run(_ small: SmallCollection, _ systems: String) throws -> String {
  let text = """
    name: p
    data: {collection: docs.tsv, queries: queries.tsv, qrels: qrels.txt}
    index: {path: index, dense: [\(tiny), {model: \(tiny), precision: int8}]}
    systems: [\(systems)]
    """
  var runner = PipelineRunner(
    configuration: try PipelineConfiguration(text: text, file: small.path("p.yaml")), output: small.path("results"))
  runner.work.quiet = true
  guard case .finished(let table, _) = try runner.run() else { return "up to date" }
  return table
}

@Test func `an index holds one encoder's vectors in both precisions, and results tell them apart`() throws {
  let small = try SmallCollection()
  let stage = { (set: String, more: String) in "{name: D, stages: [dense: {model: \(tiny), set: \(set)\(more)}]}" }
  #expect(try run(small, stage("tiny-encoder", "")).contains("D"))
  let index = try OpenIndex(folder: small.path("index"))
  #expect(index.vectorSets.sorted() == ["tiny-encoder", "tiny-encoder-int8"])
  let precisions = try index.vectorSets.sorted().map { name in
    try index.vectors(named: name).description.encoder.first { $0.name == "precision" }?.value
  }
  #expect(precisions == ["fp32", "int8"])
  for (first, second) in [
    ("tiny-encoder-int8", ""), ("tiny-encoder-int8", ", precision: fp32"), ("tiny-encoder", ", precision: int8"),
  ] {
    #expect(try run(small, stage(first, second)).contains("D"))
    #expect(try run(small, stage(first, second)) == "up to date")
  }
}

@Test func `another precision under the same name is refused, and an index without the entry counts as fp32`() throws {
  let small = try SmallCollection()
  #expect(try job(small, "fp32").run().changed)
  let refused = { (error: any Error) in "\(error)".contains("precision: fp32, now int8") }
  #expect { try job(small, "int8", name: "tiny-encoder").run() } throws: { refused($0) }
  try forget(["precision"], of: "tiny-encoder", in: small.path("index"))
  #expect(try !job(small, "fp32").run().changed)
  #expect { try job(small, "int8", name: "tiny-encoder").run() } throws: { refused($0) }
  #expect(try job(small, "int8").run().changed)
}

/// Takes entries out of what an index says of an encoder, as if it were older than they are.
private func forget(_ entries: Set<ByteString>, of name: ByteString, in folder: String) throws {
  let snapshot = try Snapshot(folder: folder)
  var manifest = snapshot.manifest
  let set = try #require(manifest.dense[name]?.object)
  let older = set.map { member -> (key: ByteString, value: JSONValue) in
    guard member.key == "encoder" else { return member }
    return (member.key, .object((member.value.object ?? []).filter { !entries.contains($0.key) }))
  }
  manifest.dense = [name: .object(older)]
  var writer = try StoreWriter(folder: folder)
  try writer.copy(.documents, from: snapshot)
  try writer.copy(.lexical, from: snapshot)
  try writer.copy(.dense, name: name, from: snapshot)
  try writer.publish(manifest)
}

@Test func `an index that is older than prompts for queries and documents was made with the default one`() throws {
  let small = try SmallCollection(), model = small.path("model")
  try FileManager.default.copyItem(atPath: tiny, toPath: model)
  let prompts = { (text: String) in
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(model)/config_sentence_transformers.json"))
  }
  var index = job(small, "fp32")
  index.encoder = model
  try prompts(#"{"prompts":{"rank":"the ear ","document":"the ear ","query":"the ear "},"default_prompt_name":"rank"}"#)
  #expect(try index.run().changed)
  try forget(["query prompt", "document prompt"], of: "model", in: small.path("index"))
  #expect(try !index.run().changed)
  try prompts(#"{"prompts":{"rank":"the ear ","document":"the ring ","query":"the ear "},"default_prompt_name":"rank"}"#)
  #expect { try index.run() } throws: { "\($0)".contains("document prompt: the ear , now the ring ") }
}

@Test func `an unknown precision lists the known ones, with its place in a pipeline`() throws {
  let small = try SmallCollection()
  #expect { try job(small, "int4").run() } throws: { "\($0)".contains("unknown precision 'int4'; known: fp32, int8") }
  #expect { try run(small, "{name: R, stages: [bm25, rerank: {model: m, precision: int4}]}") } throws: {
    "\($0)".contains("p.yaml:4:") && "\($0)".contains("unknown precision 'int4'; known: fp32, int8")
  }
}
