import Bytes
import Corpora
import TestSupport
import Testing

private func numbered(_ count: Int, negatives: Int = 1) -> StoredExamples {
  StoredExamples(
    (0..<count).map { number in
      TrainingExample(
        query: Array("q\(number)".utf8), passages: (0...negatives).map { Array("p\(number).\($0)".utf8) },
        labels: [1] + Array(repeating: 0, count: negatives), positiveCount: 1, source: ExampleSource(file: "f", line: number + 1))
    })
}

private func queries(_ source: any ExampleReader) throws -> [String] {
  var source = source
  return try source.rest().map { String(decoding: $0.query, as: UTF8.self) }
}

private func example(_ positives: [String], _ negatives: [String]) -> TrainingExample {
  TrainingExample(
    query: Array("q".utf8), passages: (positives + negatives).map { Array($0.utf8) },
    labels: positives.map { _ in 1 } + negatives.map { _ in 0 }, positiveCount: positives.count,
    source: ExampleSource(file: "f", line: 1, passages: (positives + negatives).map { ByteString($0) }))
}

@Suite struct ExampleStreamTests {
  @Test(arguments: [1, 7, 100, 1000], [0, 1, 50, 300])
  func `a shuffle holds every example once, replays, and differs between epochs and seeds`(size: Int, count: Int) throws {
    func shuffled(seed: UInt64 = 5, epoch: Int = 0) throws -> [String] {
      try queries(ShuffledExamples(numbered(count), size: size, seed: seed, epoch: epoch))
    }
    let plain = try queries(numbered(count))
    let order = try shuffled()
    let again = try shuffled()
    #expect(order.sorted() == plain.sorted() && order == again)
    if size == 1 { #expect(order == plain) }
    if size > 1, count > 20 {
      #expect(order != plain)
      #expect(try shuffled(epoch: 1) != order)
      #expect(try shuffled(seed: 6) != order)
    }
    // An example is at most a buffer early.
    let places = Dictionary(uniqueKeysWithValues: plain.enumerated().map { ($1, $0) })
    #expect(order.enumerated().allSatisfy { (places[$1] ?? 0) < $0 + max(1, size) })
  }

  @Test func `a buffer as large as the data shuffles it evenly`() throws {
    var counts = Array(repeating: Array(repeating: 0, count: 5), count: 5)
    for seed in 0..<20_000 {
      for (place, query) in try queries(ShuffledExamples(numbered(5), size: 5, seed: UInt64(seed), epoch: 0)).enumerated() {
        counts[place][Int(query.dropFirst()) ?? 0] += 1
      }
    }
    // 4,000 expected; the standard deviation is 57.
    #expect(counts.joined().allSatisfy { abs($0 - 4000) < 5 * 57 }, "\(counts)")
  }

  @Test func `a stack of streams goes on after skip(n) as if it had been read`() throws {
    func stack() throws -> any ExampleReader {
      let mixture = try MixedExamples([(numbered(90, negatives: 6), 3), (numbered(40, negatives: 2), 1)], seed: 3, epoch: 2)
      let shuffled = ShuffledExamples(mixture, size: 16, seed: 3, epoch: 2)
      return ViewedExamples(shuffled, as: .lists(negatives: 3), seed: 3, epoch: 2)
    }
    var whole = try stack()
    let all = try whole.rest()
    #expect(all.count == 130)
    for count in [0, 1, 17, 129, 130] {
      var again = try stack()
      #expect(try again.skip(count) == count)
      #expect(try again.rest() == Array(all[count...]))
    }
    var again = try stack()
    #expect(try again.skip(1000) == 130)
  }

  @Test func `views of an example`() throws {
    let two = example(["a", "b"], ["x", "y", "z"])
    func seen(_ view: ExampleView, _ source: [TrainingExample], epoch: Int = 0) throws -> [String] {
      var viewed = ViewedExamples(StoredExamples(source), as: view, seed: 1, epoch: epoch)
      return lines(try viewed.rest())
    }
    #expect(try seen(.whole, [two]) == ["q: a, b | x, y, z"])
    #expect(try seen(.pairs, [two]) == ["q: a | ", "q: b | ", "q:  | x", "q:  | y", "q:  | z"])
    #expect(try seen(.positives, [two]) == ["q: a | ", "q: b | "])
    #expect(try seen(.triplets, [two]) == ["q: a | x", "q: b | y", "q: a | z"])
    #expect(try seen(.triplets, [example(["a", "b", "c"], ["x"])]) == ["q: a | x", "q: b | x", "q: c | x"])
    #expect(try seen(.lists(negatives: 5), [example(["a"], ["x", "y"])]) == ["q: a | x, y"])
    let drawn = try (0..<50).map { try seen(.lists(negatives: 2), [two], epoch: $0) }
    let again = try seen(.lists(negatives: 2), [two])
    #expect(Set(drawn.joined()).count == 6 && drawn[0] == again)
    var kept = ViewedExamples(StoredExamples([two]), as: .triplets, seed: 1, epoch: 0)
    #expect(try kept.rest().map(\.source.passages) == [["a", "x"], ["b", "y"], ["a", "z"]])
  }

  @Test func `examples that a view takes nothing of are counted, and an error when there are no others`() throws {
    var some = ViewedExamples(StoredExamples([example([], ["x"]), example(["a"], ["x"])]), as: .triplets, seed: 1, epoch: 0)
    #expect(try some.rest().count == 1)
    #expect(some.droppedCount == 1)
    var none = ViewedExamples(StoredExamples([example(["a"], []), example([], ["x"])]), as: .triplets, seed: 1, epoch: 0)
    #expect(
      throws: TrainingDataError.noneUsable(source: "this data", examples: 2, reason: "none has both a positive and a negative")
    ) { try none.next() }
  }

  @Test(arguments: ["whole", "pairs", "positives", "triplets", "lists(7)"])
  func `a view's name reads back`(name: String) throws {
    #expect(try ExampleView(parsing: name).description == name)
  }

  @Test(arguments: ["", "list", "lists(0)", "lists()", "lists(x)"])
  func `other names of views are refused`(name: String) {
    #expect(throws: TrainingDataError.self) { try ExampleView(parsing: name) }
  }

  @Test func `lengths are in characters, and a passage outside the range goes alone unless it was the last positive`() throws {
    let source = StoredExamples([
      example(["é"], ["abc", "xy"]), example(["long"], ["ab"]), example(["a", "long"], ["b"]), example([], ["long"]),
    ])
    var filtered = FilteredExamples(source, passage: 1...2)
    #expect(lines(try filtered.rest()) == ["q: é | xy", "q: a | b"])
    #expect(filtered.droppedCount == 2)
    #expect(try queries(FilteredExamples(numbered(12), query: 3...3)) == ["q10", "q11"])
  }

  @Test func `limits and joined streams`() throws {
    #expect(try queries(LimitedExamples(numbered(5), limit: 2)) == ["q0", "q1"])
    #expect(try queries(LimitedExamples(numbered(2), limit: 5)).count == 2)
    #expect(try queries(JoinedExamples([numbered(2), numbered(0), numbered(1)])) == ["q0", "q1", "q0"])
  }

  @Test func `held-out examples are as many as asked for, the same in any order, and never trained on`() throws {
    let held = try HeldOutQueries(count: 30, of: numbered(200), seed: 9)
    let shuffled = ShuffledExamples(numbered(200), size: 200, seed: 1, epoch: 0)
    #expect(try HeldOutQueries(count: 30, of: shuffled, seed: 9) == held)
    let out = try queries(SplitExamples(numbered(200), .heldOut, of: held))
    let training = try queries(SplitExamples(numbered(200), .training, of: held))
    #expect(out.count == 30 && training.count == 170 && Set(out).isDisjoint(with: training))
    #expect(try HeldOutQueries(count: 30, of: numbered(200), seed: 10) != held)
    #expect(try queries(SplitExamples(numbered(9), .heldOut, of: HeldOutQueries(count: 0, of: numbered(9), seed: 1))).isEmpty)
    #expect(throws: TrainingDataError.self) { try HeldOutQueries(count: 9, of: numbered(9), seed: 1) }
    let share = try HeldOutQueries(share: 0.2, seed: 42)
    #expect(abs(try queries(SplitExamples(numbered(5000), .heldOut, of: share)).count - 1000) < 150)
    #expect(throws: TrainingDataError.self) { try HeldOutQueries(share: 1, seed: 1) }
  }

  @Test func `a mixture follows its weights, holds everything once, or ends with the first source`() throws {
    func names(_ name: String, _ count: Int) -> StoredExamples {
      StoredExamples(
        (0..<count).map { _ in
          TrainingExample(
            query: Array(name.utf8), passages: [], labels: [], positiveCount: 0, source: ExampleSource(file: name, line: 1))
        })
    }
    func mixture(_ ending: MixedExamples.Ending, epoch: Int = 0) throws -> [String] {
      try queries(MixedExamples([(names("a", 300), 3), (names("b", 1000), 1)], ending: ending, seed: 4, epoch: epoch))
    }
    let all = try mixture(.all)
    #expect(all.count == 1300 && all.filter { $0 == "a" }.count == 300)
    let (again, other) = (try mixture(.all), try mixture(.all, epoch: 1))
    #expect(all == again && all != other)
    let first = try mixture(.first)
    #expect(first.filter { $0 == "a" }.count == 300 && abs(first.filter { $0 == "b" }.count - 100) < 40)
    #expect(throws: TrainingDataError.self) { try MixedExamples([(names("a", 1), 0)], seed: 1, epoch: 0) }
  }

  @Test func `a survey counts, and refuses no data and one class`() throws {
    let survey = try ExampleSurvey(of: numbered(10, negatives: 2))
    #expect((survey.examples, survey.passages, survey.positives, survey.withoutPositive) == (10, 30, 10, 0))
    #expect(survey.labels == 0...1 && survey.bytes.queries == 20 && survey.bytes.passages == 120)
    try survey.check(source: "f", needsTwoClasses: true)
    #expect(throws: TrainingDataError.noExamples(source: "f")) { try ExampleSurvey().check(source: "f", needsTwoClasses: false) }
    let positives = try ExampleSurvey(of: ViewedExamples(numbered(3), as: .positives, seed: 1, epoch: 0))
    try positives.check(source: "f", needsTwoClasses: false)
    #expect(throws: TrainingDataError.oneClass(source: "f", examples: 3, label: 1)) {
      try positives.check(source: "f", needsTwoClasses: true)
    }
    #expect(try ExampleSurvey(of: numbered(10), limit: 4).examples == 4)
  }

  @Test func `scores become probabilities`() throws {
    let transform = try ScoreTransform(parsing: "sigmoid(14, 0.5)")
    #expect(transform == .sigmoid(scale: 14, middle: 0.5) && transform.label(0.5) == 0.5)
    #expect(abs(transform.label(0.7) - 0.942675824) < 1e-6)
    #expect(try ScoreTransform(parsing: transform.description) == transform && ScoreTransform(parsing: "none").label(-3) == -3)
    for wrong in ["sigmoid", "sigmoid(1)", "sigmoid(a,b)", "tanh", "sigmoid(inf,0)"] {
      #expect(throws: TrainingDataError.self) { try ScoreTransform(parsing: wrong) }
    }
    var stream = TransformedExamples(StoredExamples([example(["a"], ["b"])]), .sigmoid(scale: 2, middle: 0.5))
    #expect(try stream.next()?.labels.map { ($0 * 1000).rounded() } == [731, 269])
  }
}
