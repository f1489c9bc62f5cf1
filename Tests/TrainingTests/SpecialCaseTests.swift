import Testing
import Training

@Suite struct SpecialCaseTests {
  private func batch(_ rows: [[Float]], labels: [Float]) -> LossBatch {
    LossBatch(
      outputs: rows.flatMap { $0 }, width: rows[0].count, examples: [LossExample(rows: 0..<rows.count, labels: labels)],
      divisor: 1)
  }

  @Test func `a logit of any size gives a finite loss`() throws {
    let loss = try LossRegistry.make("bce", for: .crossEncoder).loss
    let found = loss.evaluate(batch([[1e30], [-1e30], [2000]], labels: [1, 0, 0]))
    #expect(found.value == 2000)
    #expect(found.gradient == [0, 0, 1])
  }

  @Test func `an output that is not a number makes the loss one too`() throws {
    for stage in TrainedStage.allCases {
      for kind in LossRegistry.kinds(stage) {
        let loss = try LossRegistry.make(kind.name, for: stage).loss
        let rows: [[Float]] = stage == .crossEncoder ? [[.nan], [1]] : [[.nan, 1], [1, 2], [3, 1]]
        #expect(loss.evaluate(batch(rows, labels: [1, 0])).value.isNaN, "\(kind.name)")
      }
    }
  }

  @Test(arguments: ["cosine", "euclidean"])
  func `vectors without a direction have finite gradients`(metric: String) throws {
    let loss = try LossRegistry.make("triplet", for: .biEncoder, options: ["metric": .text(metric)]).loss
    let found = loss.evaluate(batch([[0, 0], [0, 0], [1, 2]], labels: [1, 0]))
    #expect(found.gradient.allSatisfy { $0.isFinite })
    let ranking = try LossRegistry.make("mnrl", for: .biEncoder).loss
    #expect(ranking.evaluate(batch([[0, 0], [0, 0], [1, 2]], labels: [1, 0])).gradient.allSatisfy { $0.isFinite })
  }

  @Test func `the scale of a vector changes nothing where similarity is the cosine`() throws {
    let loss = try LossRegistry.make("mnrl", for: .biEncoder).loss
    let plain = loss.evaluate(batch([[1, 2], [2, 1], [3, -1]], labels: [1, 0]))
    let scaled = loss.evaluate(batch([[4, 8], [2, 1], [3, -1]], labels: [1, 0]))
    #expect(abs(plain.value - scaled.value) < 1e-12)
    #expect(abs(plain.gradient[0] - 4 * scaled.gradient[0]) < 1e-6 * abs(plain.gradient[0]))
  }

  @Test func `another positive of a query is no negative of it`() throws {
    let loss = try LossRegistry.make("mnrl", for: .biEncoder).loss
    let one = loss.evaluate(batch([[1, 2], [2, 1], [3, -1]], labels: [1, 0]))
    let two = loss.evaluate(batch([[1, 2], [2, 1], [1, 2.1], [3, -1]], labels: [1, 1, 0]))
    #expect(one.value == two.value)
    #expect(two.gradient[4..<6] == [0, 0])
  }

  /// Two queries that share a passage, and the first query again with another passage: rows 0-1, 2-3, 4-5.
  private static let repeated = LossBatch(
    outputs: [1, 2, 2, 1, 3, -1, 2, 1, 1, 2, 0, 1], width: 2,
    examples: [0, 2, 4].map { LossExample(rows: $0..<$0 + 2, labels: [1]) }, divisor: 3, texts: [0, 1, 2, 1, 0, 3])

  @Test func `a text that reads as a positive of the query is no negative of it`() throws {
    let loss = try LossRegistry.make("mnrl", for: .biEncoder, options: ["similarity": "dot", "scale": 1]).loss
    // The first and the third query have rows 1, 3 and 5 as positives: nothing is left to tell them from. The second has row 5 as a
    // negative: ln(1 + e^(-1 - 5)).
    let found = loss.evaluate(Self.repeated)
    #expect(abs(found.value - 0.002475685 / 3) < 1e-9, "\(found.value)")
    #expect(found.gradient[0..<4] == [0, 0, 0, 0] && found.gradient[8..<10] == [0, 0])
    let other = try LossRegistry.make(
      "mnrl", for: .biEncoder, options: ["similarity": "dot", "scale": 1, "mask-duplicates": false]
    ).loss
    let whole = LossBatch(
      outputs: Self.repeated.outputs, width: 2, examples: Self.repeated.examples, divisor: 3)
    #expect(other.evaluate(Self.repeated).value == loss.evaluate(whole).value)
    #expect(other.evaluate(Self.repeated).value > 0.5)
  }

  @Test func `a query that the positive answers too is no negative of it`() throws {
    func value(_ masks: Bool, symmetric: Bool) throws -> Double {
      let options: [String: OptionValue] = [
        "similarity": "dot", "scale": 1, "symmetric": .flag(symmetric), "mask-duplicates": .flag(masks),
      ]
      return try LossRegistry.make("mnrl", for: .biEncoder, options: options).loss.evaluate(Self.repeated).value
    }
    // Of the other direction only the third positive's second query is left: ln(1 + e^(-1 - 2)).
    let backward = try 2 * value(true, symmetric: true) - value(true, symmetric: false)
    #expect(abs(backward - 0.048587352 / 3) < 1e-8, "\(backward)")
    #expect(try value(false, symmetric: true) > value(true, symmetric: true))
  }

  @Test func `a teacher's sigmoid is half at its center`() {
    let sigmoid = TeacherSigmoid()
    #expect(sigmoid.target(0.5) == 0.5)
    #expect(abs(sigmoid.target(0.7) - 0.942675824) < 1e-9)
  }

  @Test func `triplet accuracy counts triples in the right order`() {
    var accuracy = TripletAccuracy(.cosine)
    #expect(accuracy.share == nil)
    accuracy.add(batch([[1, 0], [1, 0.1], [0, 1], [2, 0]], labels: [1, 0, 0]))
    #expect(accuracy.triples == 2)
    #expect(accuracy.share == 0.5)
    var tied = TripletAccuracy(.negativeEuclidean)
    tied.add(batch([[0, 0], [1, 0], [0, 1]], labels: [1, 0]))
    #expect(tied.share == 0)
  }
}
