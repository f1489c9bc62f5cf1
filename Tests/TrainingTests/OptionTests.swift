import Testing
import Training

@Suite struct OptionTests {
  @Test func `an unknown loss is an error that lists the known ones`() {
    #expect(throws: TrainingError.self) { try LossRegistry.make("no such loss", for: .crossEncoder) }
  }
}
