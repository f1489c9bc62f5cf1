import Bytes
import Foundation
import Pipelines
import TestSupport
import Testing

@Suite struct StoppedTrainingTests {
  private static let search = "{queries: queries.tsv, qrels: qrels.txt, pool: docs.tsv}"

  /// A recipe with evaluations during the training and a test behind it.
  private func recipe(_ small: SmallTraining, _ task: TrainingTask) -> String {
    guard task == .biEncoder else {
      return small.crossEncoder("evaluation: {every: 10, \(SmallTraining.rerank)}\ntest: {name: all, \(SmallTraining.rerank)}")
    }
    return """
      model: ./tiny
      data: {sources: [{files: triples.tsv}], held_out: 4}
      loss: {name: triplet, margin: 0.2}
      optimizer: {learning_rate: 0.01}
      batch_size: 4
      steps: 6
      evaluation: {every: 3, search: \(Self.search)}
      test: [{name: pool, search: \(Self.search)}, {name: run, \(SmallTraining.rerank)}]
      """
  }

  @Test(arguments: TrainingTask.allCases)
  func `a training ends wherever it asks, in evaluations and tests too, and goes on to the same weights`(task: TrainingTask)
    throws
  {
    let small = try SmallTraining(), text = recipe(small, task)
    var whole = try small.job(text, task: task, output: "whole")
    let calls = CallCounter()
    whole.shouldStop = { calls.next() < 0 }
    _ = try whole.execute()
    let weights = try small.folder.read("whole/model.safetensors"), all = calls.calls
    // A cross-encoder's test is one block; a bi-encoder's are two searched ones and two reranked ones, before and after.
    #expect(all > 15, "\(all)")
    for last in [0, 1, all / 2, all - 3, all - 2, all - 1] {
      let output = "stopped-\(last)", counter = CallCounter()
      var job = try small.job(text, task: task, output: output)
      job.shouldStop = { counter.next() > last }
      #expect { _ = try job.execute() } throws: { TrainJob.isInterruption($0) }
      #expect(counter.calls == last + 1, "it stops where it is told to: \(last) of \(all)")
      job.shouldStop = { false }
      job.resume = true
      guard case .finished = try job.execute() else { return #expect(Bool(false), "not finished") }
      #expect(try small.folder.read("\(output)/model.safetensors") == weights, "stopped after \(last) of \(all)")
      let results = try ["whole", output].map { try JSONValue(parsing: small.folder.read("\($0)/training.json")) }
      #expect(results[0]["tests"] == results[1]["tests"] && results[0]["tests"] != nil)
    }
  }

  @Test func `a model that was moved in before a stop leaves nothing behind when the folder is given to another training`() throws
  {
    let small = try SmallTraining(), text = recipe(small, .crossEncoder)
    var job = try small.job(text)
    let counter = CallCounter()
    job.shouldStop = { counter.next() < 0 }
    _ = try job.execute()
    let last = counter.calls - 1, again = CallCounter()
    job.overwrite = true
    job.shouldStop = { again.next() > last }
    #expect { _ = try job.execute() } throws: { TrainJob.isInterruption($0) }
    #expect(try small.folder.names(in: "out").contains("model.safetensors"))
    var other = try small.job(text, set: ["adaptation=lora"])
    other.overwrite = true
    guard case .finished = try other.execute() else { return #expect(Bool(false), "not finished") }
    let names = try small.folder.names(in: "out")
    #expect(names.contains("adapter_model.safetensors"), "\(names)")
    #expect(!names.contains("model.safetensors") && !names.contains("config.json"), "\(names)")
  }

  @Test func `a folder that a kill left half cleared is still known, and is replaced whole`() throws {
    let small = try SmallTraining(), text = recipe(small, .crossEncoder)
    _ = try small.job(text).execute()
    // What clearing has done by then: the record says unfinished, and some of the files are gone.
    let record = try JSONValue(parsing: small.folder.read("out/training.json"))
    let members = (record.object ?? []).filter { $0.key != "finished" } + [(key: "finished", value: false)]
    try small.folder.write(JSONValue.object(members).serialized(), to: "out/training.json")
    for name in ["training.jsonl", "recipe.yaml", "config.json"] {
      try FileManager.default.removeItem(atPath: small.path("out/\(name)"))
    }
    let other = try small.job(text, set: ["adaptation=lora"])
    #expect { _ = try other.execute() } throws: { "\($0)".contains("--overwrite") }
    var replacing = other
    replacing.overwrite = true
    guard case .finished = try replacing.execute() else { return #expect(Bool(false), "not finished") }
    #expect(try !small.folder.names(in: "out").contains("model.safetensors"))
  }
}
