import Tensors
import Testing

@Test func `the portable path runs everywhere and unknown names list what does`() throws {
  #expect(try InstructionSet.named("portable").name == "portable")
  let error = try #require(throws: TensorsError.self) { try InstructionSet.named("sse9") }
  #expect(error.description.contains("sse9") && error.description.contains("portable"))
}
