import Bytes
import Foundation
import Pipelines
import TestSupport
import Testing
import Parallelism
import Transformers

@Suite struct TrainJobTests {
  private func steps(_ small: SmallTraining, _ folder: String = "out") throws -> [JSONValue] {
    try small.folder.read("\(folder)/training.jsonl").split(separator: 10).map { try JSONValue(parsing: Array($0)) }
  }

  @Test func `a cross-encoder learns, its folder loads, and a second run finds it up to date`() throws {
    let small = try SmallTraining()
    let text = small.crossEncoder("evaluation: {every: 5, \(SmallTraining.rerank)}\ntest: {name: all, \(SmallTraining.rerank)}")
    guard case .finished(let folder, let table) = try small.job(text).execute() else {
      return #expect(Bool(false), "not finished")
    }
    let lines = try steps(small)
    let losses = lines.filter { $0["type"]?.string == "steps" }.compactMap { $0["loss"]?.double }
    #expect(losses.count == 20)
    let first: Double = losses.prefix(3).reduce(0, +), last: Double = losses.suffix(3).reduce(0, +)
    #expect(last < 0.7 * first, "\(losses)")
    let evaluations = lines.filter { $0["type"]?.string == "evaluation" }
    #expect(evaluations.count == 4)
    #expect(evaluations.allSatisfy { $0["values"]?["nDCG@10"] != nil && $0["values"]?["loss"] != nil })
    #expect(table.contains("nDCG@10") && table.contains("bce"), "\(table)")
    let model = try CrossEncoder(folder: folder)
    let scores = try model.score(
      [(Array("what do cats eat".utf8), Array("cats eat mice".utf8)), (Array("what do cats eat".utf8), Array("a red car".utf8))],
      threads: 1)
    #expect(scores[0] > scores[1])
    let names = try small.folder.names(in: "out")
    for name in [
      "README.md", "config.json", "curves.svg", "report.html", "model.safetensors", "recipe.yaml", "tokenizer.json",
      "training.json", "training.jsonl",
    ] {
      #expect(names.contains(name), "\(name) is not among \(names)")
    }
    #expect(!names.contains("checkpoints"))
    #expect(try small.job(text).execute() == .upToDate(folder: folder))
    let report = try TrainingReport(folders: [folder, folder])
    #expect(!report.markdown.contains("mean of") && report.text.contains("all (2 judged queries)"))
    #expect(try JSONValue(parsing: Array(report.json.utf8)).array?.count == 2)
  }

  @Test func `a report takes the mean of trainings that differ in their seed alone`() throws {
    let small = try SmallTraining()
    let text = small.crossEncoder("test: {name: all, \(SmallTraining.rerank)}")
    for (output, set) in [("bce-1", ["seed=1"]), ("bce-2", ["seed=2"]), ("longer", ["seed=3", "steps=21"])] {
      _ = try small.job(text, output: output, set: set).execute()
    }
    let folders = ["bce-1", "longer", "bce-2"].map(small.path)
    let rows = try TrainingReport(folders: folders).text.split(separator: "\n").dropFirst(2).map { $0.split(separator: " ")[0] }
    #expect(rows.elementsEqual(["bce-1", "bce-2", "bce", "longer"]), "\(rows)")
    #expect(try TrainingReport(folders: folders).text.contains("mean of 2"))
    #expect { _ = try TrainingReport(folders: [small.path("tiny")]) } throws: { "\($0)".contains("holds no training") }
  }

  @Test func `binary labels make 1 of positives and 0 of other passages, whatever their scores`() throws {
    let small = try SmallTraining()
    let line = #"{"query": "a cat", "pos": ["the cat sat"], "neg": ["a red car"], "pos_scores": [0.9], "neg_scores": [0.2]}"#
    try small.write("scored.jsonl", line + "\n" + line.replacing("cat", with: "dog") + "\n")
    let scored = small.crossEncoder(data: "[{files: scored.jsonl}]")
    #expect { _ = try small.job(scored).plan() } throws: { "\($0)".contains("`labels: binary`") }
    let plan = try small.job(small.crossEncoder(data: "[{files: scored.jsonl, labels: binary}]")).plan()
    #expect(plan.contains("examples      4 an epoch") && plan.contains("labels: binary"), "\(plan)")
  }

  @Test func `the model that a training starts from is not written over`() throws {
    let small = try SmallTraining()
    var job = try small.job(small.crossEncoder(), output: "tiny")
    job.overwrite = true
    #expect { _ = try job.execute() } throws: { "\($0)".contains("trains from") }
    #expect(try !small.folder.names(in: "tiny").contains("training.json"))
  }

  @Test(arguments: ["bi-encoder"])
  func `a bi-encoder learns, with triplet accuracy and its measures before and after`(task: String) throws {
    let small = try SmallTraining()
    let text = """
      model: ./tiny
      data: {sources: [{files: triples.tsv}], held_out: 4}
      loss: {name: triplet, margin: 0.2}
      optimizer: {learning_rate: 0.01}
      batch_size: 4
      steps: 12
      log_every: 1
      evaluation: {every: 6, search: {queries: queries.tsv, qrels: qrels.txt, pool: docs.tsv}}
      test: {name: pool, search: {queries: queries.tsv, qrels: qrels.txt, pool: docs.tsv}}
      """
    guard case .finished(let folder, let table) = try small.job(text, task: .biEncoder).execute() else {
      return #expect(Bool(false), "not finished")
    }
    let lines = try steps(small)
    let last = lines.last { $0["type"]?.string == "evaluation" }
    #expect(last?["values"]?["triplet_accuracy"]?.double == 1, "\(lines)")
    #expect(table.contains("before (./tiny)") || table.contains("before ("), "\(table)")
    _ = try TextEncoder(folder: folder)
  }

  @Test(arguments: [0, 12]) func `a training that was stopped, in its first step or later, goes on to the same weights`(
    calls last: Int
  ) throws {
    let small = try SmallTraining()
    let text = small.crossEncoder()
    _ = try small.job(text, output: "whole").execute()
    var job = try small.job(text, output: "parts")
    let calls = CallCounter()
    job.shouldStop = { calls.next() > last }
    #expect { _ = try job.execute() } throws: { TrainJob.isInterruption($0) }
    #expect(try small.folder.names(in: "parts").contains("checkpoints"))
    job.shouldStop = { false }
    job.resume = true
    guard case .finished = try job.execute() else { return #expect(Bool(false), "not finished") }
    #expect(try small.folder.read("whole/model.safetensors") == small.folder.read("parts/model.safetensors"))
    func losses(_ folder: String) throws -> [Double] {
      try steps(small, folder).filter { $0["type"]?.string == "steps" }.compactMap { $0["loss"]?.double }
    }
    #expect(try losses("whole") == losses("parts"))
  }

  @Test func `a LoRA adapter and its merged weights score alike`() throws {
    let small = try SmallTraining()
    let text = small.crossEncoder("adaptation: {lora: {rank: 4, targets: [query, value]}}")
    _ = try small.job(text, output: "adapter").execute()
    _ = try small.job(text, output: "merged", set: ["output.merge=true"]).execute()
    #expect(try small.folder.names(in: "adapter").contains("adapter_config.json"))
    let pair = [(query: Array("what do cats eat".utf8), passage: Array("cats eat mice".utf8))]
    let adapter = try CrossEncoder(folder: small.path("adapter")).score(pair, threads: 1)
    let merged = try CrossEncoder(folder: small.path("merged")).score(pair, threads: 1)
    #expect(abs(adapter[0] - merged[0]) < 1e-5, "\(adapter) \(merged)")
  }

  @Test func `only trainings that differ in their seed alone are averaged`() throws {
    let small = try SmallTraining()
    let changes = [("one", "seed=1"), ("two", "seed=2"), ("other", "data.held_out=8")]
    for (output, change) in changes {
      _ = try small.job(small.crossEncoder(), output: output, set: ["steps=2", change]).execute()
    }
    func rows(_ names: [String]) throws -> String { try TrainingReport(folders: names.map { small.path($0) }).text }
    #expect(try rows(["one", "two"]).contains("mean of 2"))
    #expect(try !rows(["one", "other"]).contains("mean of"))
  }

  @Test func `LoRA's dropout is its own, and stays where the model has none`() throws {
    let small = try SmallTraining()
    for rate in ["0", "0.5"] {
      let text = small.crossEncoder("adaptation: {lora: {rank: 4, targets: [query, value], dropout: \(rate)}}")
      _ = try small.job(text, output: "at-\(rate)", set: ["steps=3", "dropout=0"]).execute()
    }
    let file = "adapter_model.safetensors"
    #expect(try small.folder.read("at-0/\(file)") != small.folder.read("at-0.5/\(file)"))
  }

  @Test func `epochs of a weighted mixture make as many steps as the schedule is stretched over`() throws {
    let small = try SmallTraining()
    let data = "{sources: [{files: pairs.tsv, weight: 1}, {files: pairs.tsv, weight: 2}]}"
    let text = small.crossEncoder("epochs: 4", data: data).replacing("steps: 20\n", with: "").replacing(
      "batch_size: 8", with: "batch_size: 3")
    let planned = try small.job(text).plan().split(separator: "\n").first { $0.hasPrefix("steps  ") }
    _ = try small.job(text).execute()
    let made = try JSONValue(parsing: small.folder.read("out/training.json"))["steps"]?.int
    #expect(planned?.contains(" \(made ?? -1),") == true, "\(planned ?? "") and \(made ?? -1)")
  }

  @Test func `a folder that another process trains into is refused`() throws {
    let small = try SmallTraining()
    try FileManager.default.createDirectory(atPath: small.path("out"), withIntermediateDirectories: true)
    let other = unsafe open(small.path("out"), O_RDONLY | O_DIRECTORY)
    defer { close(other) }
    #expect(flock(other, LOCK_EX | LOCK_NB) == 0)
    let job = try small.job(small.crossEncoder(), set: ["steps=2"])
    #expect { _ = try job.execute() } throws: { "\($0)".contains("another process") }
    #expect(try small.folder.names(in: "out").isEmpty)
    flock(other, LOCK_UN)
    guard case .finished = try job.execute() else { return #expect(Bool(false), "not finished") }
  }

  @Test func `pairs of one class are refused for a bi-encoder whose loss looks at labels`() throws {
    let small = try SmallTraining()
    try small.write("ones.tsv", "a cat\tthe cat sat\t1\na dog\tthe dog sat\t1\n")
    let text = "model: ./tiny\ndata: {sources: [{files: ones.tsv}]}\nloss: contrastive\nsteps: 1\n"
    #expect { _ = try small.job(text, task: .biEncoder).execute() } throws: { "\($0)".contains("one class") }
    let ranking = text.replacing("contrastive", with: "mnrl")
    guard case .finished = try small.job(ranking, task: .biEncoder).execute() else {
      return #expect(Bool(false), "not finished")
    }
  }

  @Test func `a dry run writes nothing and says what it will take`() throws {
    let small = try SmallTraining()
    let plan = try small.job(small.crossEncoder()).plan()
    #expect(plan.contains("steps         20") && plan.contains("held_out: 6") && plan.contains("memory        about"), "\(plan)")
    #expect(try !small.folder.names().contains("out"))
  }

  @Test func `a folder of another recipe is refused, and replaced with overwrite`() throws {
    let small = try SmallTraining()
    _ = try small.job(small.crossEncoder()).execute()
    let other = try small.job(small.crossEncoder(), set: ["seed=7"])
    #expect { _ = try other.execute() } throws: { "\($0)".contains("seed: 42, now 7") && "\($0)".contains("--overwrite") }
    var replacing = other
    replacing.overwrite = true
    guard case .finished = try replacing.execute() else { return #expect(Bool(false), "not finished") }
    try small.write("out/recipe.yaml", "changed")
    #expect(try other.execute() == .upToDate(folder: small.path("out")))
  }

  @Test func `a folder with other files is refused`() throws {
    let small = try SmallTraining()
    try FileManager.default.createDirectory(atPath: small.path("out"), withIntermediateDirectories: true)
    try small.write("out/thesis.txt", "mine")
    #expect { _ = try small.job(small.crossEncoder()).execute() } throws: { "\($0)".contains("holds thesis.txt") }
  }

  @Test(arguments: [
    ("{sources: [{files: nowhere.tsv}]}", "", "not there"),
    ("{sources: [{files: empty.tsv}]}", "", "no example"),
    ("{sources: [{files: ones.tsv}]}", "", "one class"),
    ("{sources: [{files: grades.tsv}]}", "", "grades.tsv:2"),
    ("{sources: [{files: pairs.tsv}], held_out: 48}", "", "held out"),
    (
      "{sources: [{files: pairs.tsv}]}",
      "evaluation: {rerank: {run: bm25.run, queries: queries.tsv, texts: docs.tsv, qrels: foreign.txt}, best: nDCG@10}",
      "no query of"
    ),
    (
      "{sources: [{files: pairs.tsv}]}",
      "evaluation: {rerank: {run: bm25.run, queries: queries.tsv, texts: few.tsv, qrels: qrels.txt}, best: nDCG@10}",
      "have no text in"
    ),
    ("{sources: [{files: pairs.tsv}]}", "adaptation: {lora: {targets: [qery]}}", "qery"),
    ("{sources: [{files: pairs.tsv}]}", "schedule: {warmup_steps: 20}", "would never reach its peak"),
    ("{sources: [{files: zeros.jsonl}]}", "loss: listwise", "zeros.jsonl:1: it has no positive passage"),
    ("{sources: [{files: zeros.jsonl}]}", "loss: listwise", "a view such as lists(7)"),
    ("{sources: [{files: pairs.tsv}]}", "model: ./nowhere", "nowhere"),
    ("{sources: [{qrels: qrels.txt, queries: queries.tsv, passages: odd}]}", "", "odd"),
  ])
  func `what would go wrong later is said before anything is written`(data: String, rest: String, message: String) throws {
    let small = try SmallTraining()
    try small.write("empty.tsv", "")
    try small.write("ones.tsv", "a cat\tthe cat sat\t1\na dog\tthe dog sat\t1\n")
    try small.write("grades.tsv", "a cat\tthe cat sat\t0\na dog\tthe dog sat\t3\n")
    try small.write("zeros.jsonl", "{\"query\": \"a cat\", \"passages\": [\"the cat\", \"a car\"], \"labels\": [0, 0]}\n")
    try small.write("foreign.txt", "q9 0 d1 1\n")
    try small.write("few.tsv", "d1\tthe cat\n")
    try FileManager.default.createDirectory(atPath: small.path("odd"), withIntermediateDirectories: true)
    try small.write("odd/passages.txt", "d1\tthe cat\n")
    var text = small.crossEncoder(rest, data: data)
    if rest.hasPrefix("model:") { text = text.replacing("model: ./tiny\n", with: "") }
    #expect { _ = try small.job(text).execute() } throws: { "\($0)".contains(message) }
    #expect(try !small.folder.names().contains("out"))
  }

  @Test func `resume without a training is an error`() throws {
    let small = try SmallTraining()
    var job = try small.job(small.crossEncoder())
    job.resume = true
    #expect { _ = try job.execute() } throws: { "\($0)".contains("--resume") && "\($0)".contains("holds no training") }
  }

  @Test func `a training above the ceiling on memory is refused with what takes less`() throws {
    let small = try SmallTraining()
    var job = try small.job(small.crossEncoder())
    job.work.budget = MemoryBudget(limit: 1 << 20)
    #expect { _ = try job.execute() } throws: { "\($0)".contains("more than --memory 1.0 MiB") && "\($0)".contains("lora") }
  }
}
