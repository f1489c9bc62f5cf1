import Pipelines
import TestSupport
import Testing

@Suite struct TrainingRecipeTests {
  private func recipe(_ text: String, task: TrainingTask = .crossEncoder, set: [String] = []) throws -> TrainingRecipe {
    try TrainingRecipe(text: text, file: "/folder/one.yaml", task: task, overrides: set)
  }

  private let least = "model: some-model\ndata: [{files: pairs.tsv}]\n"

  @Test func `every setting has a value, and what is printed reads back to the same recipe`() throws {
    let text = try recipe(least).text()
    for line in [
      "task: cross-encoder", "model: some-model", "batch_size: 32", "epochs: 1", "clip: 1.0", "dropout: model", "seed: 42",
      "adaptation: full", "gradient_checkpointing: false", "tokens_per_group: 2048", "precision: fp32", "learning_rate: 2e-05",
      "warmup_ratio: 0.1", "held_out: 0", "decay: no-bias-norm", "name: bce", "files: [/folder/pairs.tsv]", "view: pairs",
    ] {
      #expect(text.contains(line), "\(line) is missing in\n\(text)")
    }
    #expect(try recipe(text).text() == text)
  }

  @Test func `paths are relative to the recipe and are written as seen from another folder`() throws {
    let text = try recipe(least).text(seenFrom: "/folder/results/one")
    #expect(text.contains("files: [../../pairs.tsv]"))
    let again = try TrainingRecipe(text: text, file: "/folder/results/one/recipe.yaml", task: .crossEncoder)
    #expect(again.text(seenFrom: "/folder/results/one") == text)
  }

  @Test func `a recipe with everything reads back to the same recipe`() throws {
    let text = """
      task: bi-encoder
      description: all there is
      model: ./tiny
      max_length: 64
      data:
        sources:
          - {files: [a.tsv, b.tsv], format: triples, weight: 2, query_length: 8-120, limit: 100}
          - {qrels: q.txt, grades: {0: 0, 1: 0.3, 2: 1}, per_positive: {0: 1.2}, queries: q.tsv, passages: docs.tsv}
          - {qrels: q.txt, run: r.run, level: 2, negatives: {count: 3, ranks: 50-200}, queries: q.tsv, passages: docs.tsv}
          - {teacher: r.run, strata: "1-3,4-30", labels: "sigmoid(14, 0.5)", queries: q.tsv, passages: docs.tsv}
        held_out: 10
        shuffle_buffer: 1000
      loss: {name: triplet, metric: euclidean}
      optimizer: {name: lion, betas: [0.95, 0.98], decay: all}
      schedule: {name: cosine, warmup_steps: 7}
      batch_size: 4
      accumulation: 2
      steps: 9
      clip: none
      dropout: 0
      seed: 3
      adaptation: {lora: {rank: 4, targets: [query, key], rslora: true}}
      gradient_checkpointing: true
      tokens_per_group: 512
      precision: bf16
      evaluation: {every: 3, search: {queries: q.tsv, qrels: q.txt, pool: docs.tsv}, measures: [nDCG@10, RR@10], best: RR@10}
      test: {name: all, rerank: {run: r.run, queries: q.tsv, texts: docs.tsv, qrels: q.txt, depth: 10}}
      log_every: 2
      save_every: 4
      output: {folder: out, fp16: true, merge: true}
      """
    let first = try recipe(text, task: .biEncoder).text()
    for line in [
      "margin: 5", "learning_rate: 5e-06", "weight_decay: 0.04", "alpha: 8.0", "warmup_steps: 7", "ending: first", "best: RR@10",
      "strata: \"1-3,4-30\"", "precision: fp32",
    ] {
      #expect(first.contains(line), "\(line) is missing in\n\(first)")
    }
    #expect(try recipe(first, task: .biEncoder).text() == first)
  }

  @Test(arguments: [
    ("model: m\ndata: [{files: a}]\nlearning_rat: 1", "3:", "unknown key 'learning_rat'; known here: task"),
    ("model: m\ndata: [{files: a}]\nmax_grad_norm: 1", "3:", "Winnow calls it clip"),
    ("model: m\ndata: [{files: a, fiels: b}]", "2:", "unknown key 'fiels'"),
    ("model: m\ndata: [{files: a}]\nloss: bcee", "3:7", "no cross-encoder loss 'bcee'"),
    ("model: m\ndata: [{files: a}]\nloss: {name: bce, pos_wait: 1}", "3:", "no option 'pos_wait'; it has: pos_weight"),
    ("model: m\ndata: [{files: a}]\nepochs: 1\nsteps: 2", "4:", "epochs and steps exclude each other"),
    ("model: m\ndata: [{files: a}]\nepochs: 9000000000000000000", "3:", "from 1 to 1000000"),
    ("model: m\ndata: [{files: a}]\nadaptation: {lora: {rank: 9000000000000000000}}", "3:", "from 1 to 1024"),
    ("model: m\ndata: [{files: a}]\noptimizer: sgd", "3:", "unknown 'sgd'; known: adamw, lion"),
    ("model: m\ndata: [{files: a}]\ndropout: 1", "3:", "at least 0 and below 1"),
    ("model: m\ndata: []", "2:", "must name at least one source"),
    ("model: m\ndata: [{weight: 2}]", "2:", "needs one of files"),
    ("model: m\ndata: [{qrels: q}]", "2:", "name the file of their queries"),
    ("model: m\ndata: [{files: a}]\nadaptation: {lora: {}, frozen: {}}", "3:", "one of lora and frozen"),
    ("model: m\ndata: [{files: a}]\noutput: {merge: true}", "1:", "merge is for LoRA"),
    ("model: m\ndata: [{files: a}]\nevaluation: {every: 5}", "1:", "nothing to measure"),
    ("model: m\ndata: [{files: a}]\ntask: bi-encoder", "3:", "is for `winnow train bi-encoder`"),
    (
      "model: m\ndata: [{files: a}]\nevaluation: {search: {queries: q, qrels: r, pool: p}}", "1:",
      "a cross-encoder cannot search a pool"
    ),
    (
      "model: m\ndata: [{files: a}]\nevaluation: {rerank: {run: r, queries: q, qrels: r, texts: p}, measures: nDGC@10}", "3:",
      "nDGC@10"
    ),
    ("model: m\ndata: [{files: a}]\nschedule: {name: cosine-annealing, warmup_ratio: 0.1}", "3:", "warmup_ratio"),
    ("model: m\ndata: a.tsv", "2:", "a list of sources, such as data: [{files: triples.tsv}]"),
    ("model: m\ndata: {files: a.tsv}", "2:", "a list of sources"),
    ("model: m\ndata: [{files: a}]\nloss: mnrl", "3:", "'mnrl' is a loss of `winnow train bi-encoder`"),
    ("model: m\ndata: [{files: a}]\nloss: BinaryCrossEntropyLoss", "3:", "Winnow calls it bce"),
    ("model: m\ndata: [{files: a}]\noptimizer: adamw_torch", "3:", "Winnow calls it adamw"),
    ("model: m\ndata: [{files: a}]\nschedule: constant_with_warmup", "3:", "Winnow calls it constant"),
    ("model: m\ndata: [{teacher: r, queries: q, passages: p}]", "2:", "such as strata: 1-3,4-30,31-200"),
  ])
  func `what is wrong is an error with its line`(text: String, line: String, message: String) {
    #expect {
      _ = try recipe(text)
    } throws: {
      "\($0)".hasPrefix("/folder/one.yaml:\(line)") && "\($0)".contains(message)
    }
  }

  @Test func `settings on the command line go into sections that the recipe leaves out`() throws {
    let text = try recipe(least, set: ["optimizer.learning_rate=1e-4", "steps=5", "data.0.limit=7"]).text()
    #expect(text.contains("learning_rate: 0.0001") && text.contains("steps: 5") && text.contains("limit: 7"))
    #expect { _ = try recipe(least, set: ["optimiser.name=lion"]) } throws: { "\($0)".contains("unknown key 'optimiser'") }
  }

  @Test func `a wrong setting of the command line is named, not a place in the file`() throws {
    for (setting, message) in [
      ("batch_size=abc", "batch_size must be a whole number"), ("schedule.warmup_ratio=2", "'warmup_ratio' is 2"),
      ("data.0.limit=0", "data[0].limit must be"), ("optimiser.name=lion", "unknown key 'optimiser'"),
      ("adaptation.lora.rank=4", "'lora' leads nowhere, for there is 'full'"), ("loss.wait=2", "no option 'wait'"),
      ("lr=1", "unknown key 'lr'; Winnow calls it learning_rate (under optimizer); known"),
    ] {
      #expect { _ = try recipe(least + "adaptation: full", set: ["seed=3", setting]) } throws: {
        "\($0)".hasPrefix("--set \(setting): ") && "\($0)".contains(message)
      }
    }
    #expect { _ = try recipe(least + "clip: no", set: ["seed=3"]) } throws: { "\($0)".hasPrefix("/folder/one.yaml:3:") }
  }

  @Test func `a byte order mark and CRLF line ends change nothing`() throws {
    let text = "\u{FEFF}" + least.replacing("\n", with: "\r\n")
    #expect(try recipe(text).text() == recipe(least).text())
  }

  @Test func `a setting goes under a bare name of the recipe`() throws {
    let bare = least + "optimizer: lion\nschedule: cosine\nadaptation: lora\n"
    let text = try recipe(
      bare, set: ["optimizer.learning_rate=1e-4", "schedule.warmup_steps=9", "adaptation.lora.rank=4"]
    ).text()
    #expect(text.contains("name: lion") && text.contains("learning_rate: 0.0001"), "\(text)")
    #expect(text.contains("name: cosine") && text.contains("warmup_steps: 9") && text.contains("rank: 4"), "\(text)")
  }
}
