import Pipelines
import TestSupport
import Testing

private let minimal = """
  name: small
  data: {collection: docs.tsv, queries: queries.tsv, qrels: qrels.txt}
  index: {path: index}
  systems:
    - name: BM25
      stages: [bm25: {k1: 0.9, hits: 10}]
  expect:
    BM25: {nDCG@10: 1.0}
  """

private func failure(_ text: String, _ overrides: [String] = []) -> String {
  do {
    _ = try PipelineConfiguration(text: text, file: "dir/p.yaml", overrides: overrides)
    return "no error"
  } catch { return "\(error)" }
}

@Test func `a minimal pipeline is read`() throws {
  #expect(try PipelineConfiguration(text: minimal, file: "dir/p.yaml").name == "small")
}

@Test(arguments: [
  "bm25: {model: bm25+, delta: 0.5, k1: 1.2, b: 0.75, exact-lengths: true}", "bm25: {model: bm25l}",
  "bm25: {model: atire, k1: 2}",
  "bm25: {model: robertson}", "bm25: {model: bm25}", "qld", "qld: {mu: 2500, hits: 10, exact-lengths: true}",
]) func `scoring models are read`(stage: String) throws {
  _ = try PipelineConfiguration(text: minimal.replacing("bm25: {k1: 0.9, hits: 10}", with: stage), file: "p.yaml")
}

@Test(arguments: [
  ("qrels: qrels.txt", "qrel: qrels.txt", "dir/p.yaml:2:7: data lacks the key 'qrels'"),
  ("hits: 10", "hitz: 10", "unknown key 'hitz'; known here: k1, b, exact-lengths, hits"),
  ("hits: 10", "hits: 0", "hits must be a whole number of at least 1"),
  ("k1: 0.9", "k1: much", "k1 must be a number"),
  (
    "k1: 0.9", "model: bm26",
    "unknown BM25 'bm26'; known: bm25, bm25+, bm25l, atire, robertson; query likelihood is the stage qld"
  ),
  ("k1: 0.9", "model: qld", "query likelihood is the stage qld"),
  ("k1: 0.9", "delta: 1", "bm25: bm25 has no parameter delta; it has k1, b"),
  ("k1: 0.9", "model: bm25+, delta: -1", "bm25: delta = -1.0 is out of range: it must be 0 or more"),
  ("bm25: {k1: 0.9", "qld: {mu: 0", "qld: mu = 0.0 is out of range: it must be above 0"),
  ("bm25: {k1: 0.9", "qld: {k1: 0.9", "unknown key 'k1'; known here: mu, hits, exact-lengths"),
  ("bm25:", "bm52:", "unknown stage 'bm52'; known stages:\n  bm25: {k1"),
  ("BM25: {nDCG@10", "Other: {nDCG@10", "expect names the system 'Other', which is not among: BM25"),
  ("name: small", "name: small\nextra: 1", "dir/p.yaml:2:8: unknown key 'extra'; known here: name, description"),
  ("name: small", "name: [", "not YAML"),
  ("stages: [bm25: {k1: 0.9, hits: 10}]", "stages: [from: {system: Dense}]", "takes the run of 'Dense', which is not among"),
  ("stages: [bm25:", "stages: [cut: {depth: 5}, bm25:", "dir/p.yaml:6:14: cut needs a stage before it"),
  ("hits: 10}]", "hits: 10}, dense]", "dense starts a system; here it would drop what the stage before it found"),
  ("name: small", "name: small\nmeasures: [AP, nDGC@10]", "dir/p.yaml:2:16: unknown measure 'nDGC@10'; did you mean 'nDCG@k'?"),
  ("name: small", "name: small\nmeasures: []", "measures must name at least one measure"),
  ("name: small", "name: ../small", "name must not hold a slash"),
  ("docs.tsv,", "docs.tsv, format: excel,", "unknown collection format 'excel'; known: msmarco"),
  ("systems:", "systems:\n  - {name: bm25, stages: [bm25]}", "two systems would write bm25.run; give 'BM25' another name"),
  ("- name: BM25", "- name: é+", "the name 'é+' has no letter or digit"),
])
func `a mistake is named with its place`(part: String, replacement: String, message: String) {
  let error = failure(minimal.replacing(part, with: replacement))
  #expect(error.contains(message), "\(error)")
  #expect(error.hasPrefix("dir/p.yaml:"))
}

@Test(arguments: [
  ("{model: m, vectors: v.npy}", "unknown key 'model'"), ("{ids: v.ids}", "lacks the key 'model'"),
  ("{model: m, store: fp64}", "store is 'fp64'; known: fp32, fp16, int8"),
  ("[{vectors: v.npy}, {name: x}]", "lacks the key 'model'"),
])
func `a set of vectors is of a model or of a file`(setting: String, message: String) {
  let error = failure(minimal.replacing("index: {path: index", with: "index: {dense: \(setting), path: index"))
  #expect(error.contains(message), "\(error)")
}

@Test func `an empty file is an error`() { #expect(failure("").contains("the file is empty")) }

@Test func `settings are changed by path, and a path that leads nowhere is an error`() throws {
  _ = try PipelineConfiguration(text: minimal, file: "p.yaml", overrides: ["systems.BM25.stages.bm25.k1=1.2", "name=other"])
  #expect(failure(minimal, ["systems.BM25.stages.bm25.k1=-1"]).contains("bm25: k1 = -1.0 is out of range: it must be 0 or more"))
  #expect(failure(minimal, ["systems.Dense.stages=x"]).contains("'Dense' leads nowhere"))
  #expect(failure(minimal, ["name"]).contains("expected key=value"))
}
