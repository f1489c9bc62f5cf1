import Bytes
import Corpora
import TestSupport
import Testing
import Training

@Suite struct TrainerTests {
  @Test func `groups keep to the budget of tokens, and gradients do not depend on it`() throws {
    var gradients: [[[Float]]] = []
    for budget in [1, 50, 100, 1_000_000] {
      let folder = try TemporaryFolder()
      let run = Run(folder.path)
      run.settings.tokensPerGroup = budget
      run.settings.steps = 5
      try run.train()
      gradients.append(run.optimizer.gradients)
      let longest = someExamples(23).flatMap { example in example.passages.map { $0.count + example.query.count } }.max() ?? 0
      #expect(run.model.passes.allSatisfy { $0.tokens <= max(budget, longest) })
      #expect((budget > 1000) == (run.model.passes.count == 5))
      #expect(run.model.changes == 5)
    }
    for other in gradients.dropFirst() {
      #expect(zip(other.joined(), gradients[0].joined()).allSatisfy { abs($0 - $1) < 1e-6 })
      #expect(other.count == 5 && other[0].count == gradients[0][0].count)
    }
  }

  @Test func `the gradient cache gives the gradients of the whole batch, with dropout`() throws {
    let (loss, _) = try LossRegistry.make("mnrl", for: .biEncoder)
    var found: [[[Float]]] = [], losses: [[Double]] = []
    for budget in [40, 1_000_000] {
      let folder = try TemporaryFolder()
      let run = Run(folder.path, outputs: FakeModel.width, stage: .biEncoder)
      run.loss = loss
      run.settings.tokensPerGroup = budget
      run.settings.steps = 4
      run.settings.accumulation = 2
      try run.train()
      found.append(run.optimizer.gradients)
      losses.append(run.reports.map(\.loss))
      #expect(run.model.passes.contains { !$0.keepsCaches } == (budget == 40))
    }
    #expect(zip(found[0].joined(), found[1].joined()).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(zip(losses[0], losses[1]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(found[0].joined().contains { abs($0) > 1e-3 })
  }

  @Test func `accumulated batches of a separable loss are one larger batch`() throws {
    var values: [[Float]] = []
    for (batch, accumulation) in [(4, 3), (12, 1), (1, 12)] {
      let folder = try TemporaryFolder()
      let run = Run(folder.path)
      run.settings.batchSize = batch
      run.settings.accumulation = accumulation
      run.settings.steps = 6
      try run.train()
      values.append(run.model.values)
    }
    #expect(values[0] == values[1] && values[0] == values[2])
    #expect(values[0] != FakeModel(rate: 0.3).values)
  }

  @Test func `a step holds examples of one epoch, and epochs end the training`() throws {
    let folder = try TemporaryFolder()
    let run = Run(folder.path)
    run.settings.steps = nil
    run.settings.epochs = 2
    run.settings.accumulation = 2
    run.settings.examplesAnEpoch = 23
    let summary = try run.train()
    #expect(summary.steps == 6 && run.settings.stepsAnEpoch(examples: 23) == 3)
    let pairs = someExamples(23).reduce(0) { $0 + $1.passages.count }
    #expect(run.reports.prefix(3).reduce(0) { $0 + $1.pairs } == pairs && run.reports.reduce(0) { $0 + $1.pairs } == 2 * pairs)
    #expect(run.records.map { $0.json["epoch"]?.double } == [1, 2])
  }

  @Test func `the optimizer gets the schedule's rates and gradients clipped as torch does`() throws {
    let folder = try TemporaryFolder()
    let run = Run(folder.path)
    run.settings.steps = 4
    run.settings.clip = 0.05
    try run.train()
    #expect(run.optimizer.rates == [0.5, 0.25, 0.5 / 3, 0.125])
    for (report, gradient) in zip(run.reports, run.optimizer.gradients) {
      let norm = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      let wanted = report.gradientNorm * min(1, 0.05 / (report.gradientNorm + 1e-6))
      #expect(abs(norm - wanted) < 1e-6)
    }
    #expect(run.reports.contains { $0.gradientNorm > 0.05 })
  }

  @Test func `the log tells mean losses, and what is left over at the end`() throws {
    let folder = try TemporaryFolder()
    let run = Run(folder.path)
    run.settings.steps = 7
    try run.train()
    #expect(run.records.map(\.step) == [3, 6, 7])
    let means = [run.reports[0..<3], run.reports[3..<6], run.reports[6..<7]].map { part in
      part.reduce(0) { $0 + $1.loss } / Double(part.count)
    }
    #expect(run.records.compactMap { $0.json["loss"]?.double } == means)
    let last = try #require(run.records.last?.json)
    #expect(last["tokens"]?.int == run.reports.reduce(0) { $0 + $1.tokens })
    #expect(
      last.object?.map(\.key) == [
        "type", "step", "epoch", "loss", "learning_rate", "gradient_norm", "pairs_per_second", "tokens", "seconds", "memory",
        "cpu_utilisation",
      ])
  }

  @Test func `settings that make no sense and data without examples are errors`() throws {
    let folder = try TemporaryFolder()
    let changes: [(inout TrainerSettings) -> Void] = [
      { $0.batchSize = 0 }, { $0.accumulation = 0 }, { $0.steps = nil }, { $0.steps = -1 }, { $0.logEvery = 0 },
      { $0.saveEvery = 0 }, { $0.evaluateEvery = -3 }, { $0.clip = 0 }, { $0.learningRate = .nan }, { $0.threads = 0 },
      { $0.tokensPerGroup = 0 },
    ]
    for change in changes {
      let run = Run(folder.path)
      change(&run.settings)
      #expect(throws: TrainingError.self) { try run.train() }
    }
    let run = Run(folder.path)
    run.examples = []
    #expect(throws: TrainingError.noExamples) { try run.train() }
    run.examples = someExamples(3)
    run.examples[1].passages = []
    run.examples[1].labels = []
    let error = #expect(throws: TrainingError.self) { try run.train() }
    #expect(error?.description.contains("examples.tsv:2") == true)
  }
}
