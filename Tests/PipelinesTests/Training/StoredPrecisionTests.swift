import Bytes
import Foundation
import Pipelines
import TestSupport
import Testing

@Suite struct StoredPrecisionTests {
  /// A run of many made-up passages that score much alike, half of them relevant.
  private func write(_ small: SmallTraining) throws {
    var generator = SeededGenerator(seed: 61)
    let words = ["cat", "dog", "red", "car", "ring", "ear", "the", "king", "query", "rank", "text", "mice", "fish"]
    let text = { (generator: inout SeededGenerator) in
      (0..<6).map { _ in words[Int.random(in: words.indices, using: &generator)] }.joined(separator: " ")
    }
    try small.write("many-docs.tsv", (0..<250).map { "d\($0)\t\(text(&generator))\n" }.joined())
    try small.write("many.tsv", (0..<4).map { "q\($0)\t\(text(&generator))\n" }.joined())
    let all = (0..<4).flatMap { query in (0..<250).map { (query: query, document: $0) } }
    try small.write("many.run", all.map { "q\($0.query) Q0 d\($0.document) \($0.document + 1) \(-$0.document) x\n" }.joined())
    try small.write(
      "many.txt", all.map { "q\($0.query) 0 d\($0.document) \(Int.random(in: 0...1, using: &generator))\n" }.joined())
  }

  private static let test = """
    test:
      name: many
      rerank: {run: many.run, queries: many.tsv, texts: many-docs.tsv, qrels: many.txt, depth: 250}
      measures: AP
    """

  private func score(_ small: SmallTraining, _ folder: String) throws -> Double? {
    try JSONValue(parsing: small.folder.read("\(folder)/training.json"))["tests"]?.array?.first?["measures"]?["AP"]?.double
  }

  @Test(arguments: ["full", "lora"]) func `test scores are those of the weights as they are stored`(adaptation: String) throws {
    let small = try SmallTraining()
    try write(small)
    let text = small.crossEncoder(Self.test)
    let set = ["adaptation=\(adaptation)"]
    _ = try small.job(text, output: "whole", set: set).execute()
    _ = try small.job(text, output: "half", set: set + ["output.fp16=true"]).execute()
    // The stored model once more, by a step so small that no weight changes.
    let still = ["model=./half", "steps=1", "optimizer.learning_rate=1e-30", "dropout=0", "schedule=constant"]
    _ = try small.job(text, output: "again", set: still).execute()
    let found = try (whole: score(small, "whole"), half: score(small, "half"), again: score(small, "again"))
    #expect(found.half != nil && found.half == found.again, "\(found)")
    #expect(found.half != found.whole, "the test cannot tell half precision from single: \(found)")
  }

  @Test func `weights that half precision cannot hold are stored in single by the same command, without training again`() throws {
    let small = try SmallTraining()
    let text = small.crossEncoder(data: "{sources: [{files: pairs.tsv}]}")
    let set = ["steps=1", "schedule=constant", "optimizer.learning_rate=1e6"]
    let half = try small.job(text, set: set + ["output.fp16=true"])
    #expect { _ = try half.execute() } throws: { "\($0)".contains("--set output.fp16=false") }
    let log = try small.folder.read("out/training.jsonl")
    guard case .finished = try small.job(text, set: set + ["output.fp16=false"]).execute() else {
      return #expect(Bool(false), "not finished")
    }
    #expect(try small.folder.read("out/training.jsonl") == log)
    #expect(try String(decoding: small.folder.read("out/recipe.yaml"), as: UTF8.self).contains("fp16: false"))
    // What is finished is a recipe's own again.
    #expect { _ = try half.execute() } throws: { "\($0)".contains("output.fp16: false, now true") }
  }
}
