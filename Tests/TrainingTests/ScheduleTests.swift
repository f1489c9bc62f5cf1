import Foundation
import Tensors
import Testing
import Training
import Transformers

@Suite struct ScheduleTests {
  private func factors(_ name: String, _ options: [String: OptionValue] = [:], steps: Int = 10, peak: Double = 2e-5) throws
    -> [Double]
  {
    let schedule = try ScheduleRegistry.make(name, options: options, over: ScheduleSpan(steps: steps, peak: peak)).schedule
    return (0...steps).map { schedule.factor(step: $0) }
  }

  @Test func `linear rises to the peak and falls to 0 at the last step`() throws {
    #expect(try factors("linear", ["warmup-steps": 2]) == [0, 0.5] + (0...8).map { Double(8 - $0) / 8 })
    #expect(try factors("linear") == (0...10).map { Double(10 - $0) / 10 })
  }

  @Test func `constant stays at the peak after its warm-up`() throws {
    #expect(
      try factors("constant", ["warmup-ratio": 0.35], steps: 10) == [0, 0.25, 0.5, 0.75] + [Double](repeating: 1, count: 7))
  }

  @Test func `cosine has its half in the middle`() throws {
    let factors = try factors("cosine")
    #expect(factors[0] == 1 && abs(factors[5] - 0.5) < 1e-15 && abs(factors[10]) < 1e-15)
  }

  @Test func `cosine annealing ends at its floor and rises again`() throws {
    let factors = try factors("cosine-annealing", ["eta-min": 2e-6, "t-max": 5])
    #expect(abs(factors[5] - 0.1) < 1e-15 && abs(factors[10] - 1) < 1e-15)
  }

  // Paper 2506.18297: T_max 93,750 over 31,092 steps leaves .752 of the peak (PAPERS.md 1.3).
  @Test func `a cosine over more steps than there are does not complete`() throws {
    let schedule = try ScheduleRegistry.make(
      "cosine-annealing", options: ["t-max": 93_750], over: ScheduleSpan(steps: 31_092, peak: 2e-5)
    ).schedule
    #expect(abs(schedule.factor(step: 31_092) - 0.752) < 5e-4)
    #expect(abs(schedule.factor(step: 28_000) - 0.7956) < 5e-4)
  }

  @Test func `warm-up is given once`() {
    #expect {
      try factors("linear", ["warmup-steps": 2, "warmup-ratio": 0.1])
    } throws: {
      "\($0)".contains("warmup_ratio") && "\($0)".contains("schedule 'linear'")
    }
    #expect(throws: TrainingError.self) { try factors("linear", ["warmup-ratio": 1.5]) }
    #expect(throws: TrainingError.self) { try factors("linear", ["warmup-steps": 1.5]) }
    #expect(throws: TrainingError.self) { try factors("constant", peak: 0) }
  }

  @Test func `an unknown schedule is an error that lists the known ones`() {
    #expect(
      throws: TrainingError.unknownName(
        kind: "schedule", name: "step", known: ["constant", "linear", "cosine", "cosine-annealing"])
    ) { try factors("step") }
  }
}
