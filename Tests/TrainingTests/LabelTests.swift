import Corpora
import Testing
import Training

@Suite struct LabelTests {
  @Test(
    arguments: [
      ("bce", [0.3], "neither 0 nor 1"), ("bce", [], "no passage"), ("bce", [.nan], "not a finite number"),
      ("graded-bce", [0, 3], "passage 2 is 3.0, outside 0.0...1.0"), ("ranknet", [1], "one passage only"),
      ("ranknet", [2, 2, 2], "all its labels are 2.0"), ("lambda", [0, -1], "outside 0.0...30.0"),
      ("lambda", [1], "one passage only"),
      ("listwise", [0, 0], "no positive passage"), ("listwise", [1], "one passage only"), ("listwise", [1, -2], "targets"),
      ("margin-mse", [3], "one passage only"), ("distillation", [3], "one passage only"),
      ("score-distillation", [.infinity], "not a finite number"), ("mse", [.nan], "not a finite number"),
    ] as [(String, [Float], String)])
  func `labels that a cross-encoder's loss cannot use are refused`(name: String, labels: [Float], reason: String) throws {
    let loss = try LossRegistry.make(name, for: .crossEncoder).loss
    #expect {
      try loss.validate(labels: labels, source: "train.tsv:7")
    } throws: {
      "\($0)".hasPrefix("train.tsv:7: ") && "\($0)".contains(reason) && "\($0)".hasSuffix("(loss '\(name)')")
    }
  }

  @Test(
    arguments: [
      ("mnrl", [0, 0], "no positive passage"), ("triplet", [1, 1], "no negative passage"),
      ("triplet", [0, 0], "no positive passage"),
      ("contrastive", [2], "neither 0 nor 1"), ("margin-mse", [2], "one passage only"), ("mnrl", [], "no passage"),
    ] as [(String, [Float], String)])
  func `labels that a bi-encoder's loss cannot use are refused`(name: String, labels: [Float], reason: String) throws {
    let loss = try LossRegistry.make(name, for: .biEncoder).loss
    #expect {
      try loss.validate(labels: labels, source: "train.tsv:7")
    } throws: {
      "\($0)".contains(reason)
    }
  }

  @Test func `labels that can be used pass`() throws {
    try LossRegistry.make("bce", for: .crossEncoder).loss.validate(labels: [1], source: "")
    try LossRegistry.make("graded-bce", for: .crossEncoder, options: ["maximum": 3]).loss.validate(labels: [0, 3], source: "")
    try LossRegistry.make("listwise", for: .crossEncoder, options: ["targets": "softmax"]).loss.validate(
      labels: [-1, -2], source: "")
    try LossRegistry.make("mnrl", for: .biEncoder).loss.validate(labels: [1], source: "")
  }

  @Test func `losses over positives take them from the example, whatever its labels`() throws {
    let example = TrainingExample(
      query: [], passages: [[], [], []], labels: [-3, 0.5, 0.25], positiveCount: 1, source: ExampleSource(file: "f", line: 1))
    for name in ["mnrl", "triplet"] {
      let loss = try LossRegistry.make(name, for: .biEncoder).loss
      let prepared = loss.prepared(example)
      #expect(prepared.labels == [1, 0, 0])
      #expect(loss.problem(labels: prepared.labels) == nil)
    }
    #expect(try LossRegistry.make("margin-mse", for: .biEncoder).loss.prepared(example) == example)
  }
}
