import Bytes
import Corpora
import Files
import Foundation
import Lexical
import Pipelines
import Ranking
import TestSupport
import Testing

private let goldens = SharedData.projectRoot.appendingPathComponent("Tests/PipelinesTests/Goldens/impacts").path

private func job(_ folder: TemporaryFolder, _ collection: String, _ rule: ImpactRule?) -> IndexJob {
  var job = IndexJob(folder: folder.file("index"), collection: [collection])
  job.impacts = rule
  job.work.quiet = true
  return job
}

private func eightBits() throws -> ImpactRule { .quantized(try #require(ImpactQuantization(bits: 8))) }

/// Documents and scores by query, as `make.py` computed them.
private func expected(_ name: String) throws -> [String: [(document: String, score: Float)]] {
  let text = String(decoding: try readWhole(path: "\(goldens)/\(name)"), as: UTF8.self)
  return try text.split(separator: "\n").reduce(into: [:]) { rows, line in
    let fields = line.split(separator: "\t").map(String.init)
    rows[fields[0], default: []].append((fields[1], try #require(Float(fields[2]))))
  }
}

private func message(_ work: () throws -> Void) -> String {
  do { try work() } catch { return "\(error)" }
  return "no error"
}

@Suite struct `impact indexes` {
  @Test(arguments: [false, true]) func `hits and scores are those of a plain dot product in Python`(quantized: Bool) throws {
    let folder = try TemporaryFolder()
    let collection = quantized ? "weights.jsonl" : "docs.jsonl"
    _ = try job(folder, "\(goldens)/\(collection)", quantized ? eightBits() : .asGiven).run()
    let index = try OpenIndex(folder: folder.file("index"))
    let wanted = try expected(quantized ? "expected-quantized.tsv" : "expected.tsv")
    for query in try QueryFile.read(path: "\(goldens)/queries.jsonl") {
      let terms = try #require(query.vector).map { WeightedTerm($0.term, weight: $0.weight) }
      let rows = wanted[query.id.text] ?? []
      for method in Lexical.SearchMethod.allCases {
        let hits = try index.lexical().search(impacts: terms, hits: 20, method: method)
        let found = try index.ranking(of: query.id, hits).documents
        #expect(found.map(\.id.text) == rows.map(\.document) && hits.map(\.score) == rows.map(\.score))
      }
    }
  }

  @Test func `a search takes its method from the index, and both kinds of queries give the same run`() throws {
    let folder = try TemporaryFolder()
    _ = try job(folder, "\(goldens)/docs.jsonl", .asGiven).run()
    let wanted = try expected("expected.tsv")
    for (name, queries) in [("json", "queries.jsonl"), ("tsv", "queries.tsv")] {
      var search = SearchJob(index: folder.file("index"), queries: "\(goldens)/\(queries)", output: folder.file(name))
      search.settings.hits = 20
      search.work.quiet = true
      #expect(try search.run())
      #expect(try !search.run())
      let record = String(decoding: try folder.read("\(name).meta.yaml"), as: UTF8.self)
      #expect(record.contains(#""method": "impact""#))
    }
    let rows = String(decoding: try folder.read("json"), as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
    let found: [String: [String]] = rows.reduce(into: [:]) { $0[String($1[0]), default: []].append(String($1[2])) }
    #expect(found == wanted.mapValues { $0.map(\.document) })
    // A term with a tab cannot be written out; every other query is the same one.
    for query in try QueryFile.read(path: "\(goldens)/queries.tsv") {
      let vector = try QueryFile.read(path: "\(goldens)/queries.jsonl").first { $0.id == query.id }?.vector ?? []
      let terms = vector.filter { !$0.term.bytes.contains(9) }.map { WeightedTerm($0.term, weight: $0.weight) }
      #expect(LexicalIndex.writtenOutTerms(of: query.text) == terms)
    }
  }

  @Test func `manifest, recipe and inspection say that there are impacts, and at which scale`() throws {
    let folder = try TemporaryFolder()
    let outcome = try job(folder, "\(goldens)/weights.jsonl", eightBits()).run()
    #expect(outcome.summary.contains("; impacts round(weight / 5.0 * 256), scale 51.2"))
    let manifest = try OpenIndex(folder: folder.file("index")).snapshot.manifest
    #expect(manifest.recipe["impacts"]?.string == "round(weight / 5.0 * 256)" && manifest.recipe["analysis"]?.string == "none")
    #expect(manifest.lexical["impacts"]?["bits"]?.int == 8 && manifest.lexical["impacts"]?["range"]?.double == 5)
    let inspection = try Inspection(folder: folder.file("index"))
    #expect(try inspection.overview().contains("  impacts round(weight / 5.0 * 256)"))
    #expect(try inspection.verify().contains("sound"))
    #expect(try inspection.term("##ing").hasPrefix("##ing: in ") && inspection.term("##ing").contains(" documents, impacts "))
    #expect(try inspection.term("ing") == "ing: in no document\n")
    #expect(try inspection.term("zero") == "zero: in no document\n")
    let six = ImpactRule.quantized(try #require(ImpactQuantization(bits: 6)))
    let refused = message { _ = try job(folder, "\(goldens)/weights.jsonl", six).run() }
    #expect(refused.contains("impacts: round(weight / 5.0 * 256), now round(weight / 5.0 * 64)"))
    #expect(try !job(folder, "\(goldens)/weights.jsonl", eightBits()).run().changed)
  }

  @Test func `weights without --quantize, texts without vectors and the wrong method are clear errors`() throws {
    let folder = try TemporaryFolder()
    let weights = "\(goldens)/weights.jsonl"
    let refused = message { _ = try job(folder, weights, .asGiven).run() }
    #expect(refused.contains("weights.jsonl:1: the vector's term") && refused.contains("--quantize 8 makes them"))
    try folder.write(Array("1\twords\n".utf8), to: "docs.tsv")
    #expect(message { _ = try job(folder, folder.file("docs.tsv"), .asGiven).run() }.contains("the format is msmarco"))
    _ = try job(folder, weights, eightBits()).run()
    var search = SearchJob(index: folder.file("index"), queries: "\(goldens)/queries.jsonl", output: folder.file("run"))
    search.work.quiet = true
    search.settings.method = .bm25
    #expect(message { _ = try search.run() }.contains("the index holds impacts"))
    search.queries = "\(goldens)/queries.tsv"
    #expect(message { _ = try search.run() }.contains("the index holds impacts"))
    var texts = job(folder, folder.file("docs.tsv"), nil)
    texts.folder = folder.file("texts")
    _ = try texts.run()
    search.index = folder.file("texts")
    search.settings.method = .impact
    #expect(message { _ = try search.run() }.contains("the index holds texts"))
    search.settings.method = nil
    search.queries = "\(goldens)/queries.jsonl"
    #expect(message { _ = try search.run() }.contains("query 'q0' has a vector and no text"))
  }

  @Test func `a pipeline indexes impacts and searches them`() throws {
    let folder = try TemporaryFolder()
    let rows = try expected("expected-quantized.tsv").sorted { $0.key < $1.key }
    try folder.write(Array(rows.map { "\($0.key) 0 \($0.value[0].document) 1\n" }.joined().utf8), to: "qrels.txt")
    let text = """
      name: sparse
      data: {collection: \(goldens)/weights.jsonl, queries: \(goldens)/queries.jsonl, qrels: qrels.txt}
      index: {path: index, impacts: {quantize: 8}, store-text: false}
      systems: [{name: Impacts, stages: [impact: {hits: 20}]}]
      measures: [RR@10]
      expect: {index: {documents: 800}, Impacts: {RR@10: 1}}
      """
    let configuration = try PipelineConfiguration(text: text, file: folder.file("p.yaml"))
    var runner = PipelineRunner(configuration: configuration, output: folder.file("results"))
    runner.work.quiet = true
    #expect(runner.plan().contains("(impacts round(weight / 5.0 * 256))"))
    guard case .finished(_, let missed) = try runner.run() else { return #expect(Bool(false), "not finished") }
    #expect(missed.isEmpty, "\(missed)")
    for (part, other, error) in [
      ("{quantize: 8}", "{quantize: 20}", "quantize wants 1 to 16 bits"),
      ("{quantize: 8}", "{range: 5}", "lacks the key 'quantize'"),
      ("{quantize: 8}", "true, lexical: false", "they do not go with lexical: false"),
    ] {
      let changed = text.replacing(part, with: other)
      #expect(message { _ = try PipelineConfiguration(text: changed, file: "p.yaml") }.contains(error))
    }
  }
}
