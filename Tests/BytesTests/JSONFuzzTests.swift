import Bytes
import TestSupport
import Testing

private func randomValue(_ depth: Int, _ random: inout SeededGenerator) -> JSONValue {
  switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
  case 0: return nil
  case 1: return .bool(Bool.random(using: &random))
  case 2: return JSONValue(Int.random(in: Int.min...Int.max, using: &random))
  case 3: return JSONValue(Double(bitPattern: random.next()))
  case 4, 5: return .string(randomString(&random))
  case 6: return .array((0..<Int.random(in: 0..<5, using: &random)).map { _ in randomValue(depth - 1, &random) })
  default:
    return .object(
      (0..<Int.random(in: 0..<5, using: &random)).map { _ in (randomString(&random), randomValue(depth - 1, &random)) })
  }
}

private func randomString(_ random: inout SeededGenerator) -> ByteString {
  ByteString((0..<Int.random(in: 0..<9, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
}

@Test func `any value survives writing and reading`() throws {
  var random = SeededGenerator(seed: 1)
  for round in 0..<3000 {
    let value = randomValue(6, &random)
    #expect(try JSONValue(parsing: value.serialized(pretty: round % 2 == 0)) == value)
  }
}

@Test func `mutated and random texts are read or refused, never trapped on`() {
  var random = SeededGenerator(seed: 2)
  let alphabet = Array("{}[]\",:\\u0d8e9+-.tfn \n".utf8) + [0, 0x80, 0xFF, 0xC3, 0xEF]
  var read = 0
  for _ in 0..<20_000 {
    var text = randomValue(4, &random).serialized()
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let place = Int.random(in: 0...text.count, using: &random)
      let piece = (0..<Int.random(in: 0...3, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      text.replaceSubrange(place..<min(text.count, place + Int.random(in: 0...3, using: &random)), with: piece)
    }
    do {
      let value = try JSONValue(parsing: text)
      read += 1
      #expect(try JSONValue(parsing: value.serialized()) == value)
    } catch { #expect(error.byteOffset >= 0 && error.byteOffset <= text.count) }
  }
  #expect(read > 1000 && read < 19_000)
}
