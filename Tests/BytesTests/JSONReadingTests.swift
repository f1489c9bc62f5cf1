import Bytes
import TestSupport
import Testing

/// The nearest double by Swift's own parser, whatever the fast path says.
private func slow(_ text: String) -> Double { Double(text) ?? .nan }

@Test func `numbers are the nearest doubles`() throws {
  var random = SeededGenerator(seed: 8)
  var texts = [
    "0", "-0", "-0.0", "9007199254740993", "-3.46354", "0.1e-3", "1e400", "123456789012345678901234567890", "0.30000000000000004",
  ]
  for _ in 0..<20_000 {
    let digits = UInt64.random(in: 0...(.max >> UInt64.random(in: 0..<64, using: &random)), using: &random)
    let point = String(String(digits).reversed())
    let places = Int.random(in: 0...26, using: &random)
    let padded = point + String(repeating: "0", count: max(0, places + 1 - point.count))
    let text = String(padded.reversed())
    let cut = text.index(text.endIndex, offsetBy: -places)
    texts.append((Bool.random(using: &random) ? "-" : "") + text[..<cut] + (places > 0 ? "." + text[cut...] : ""))
  }
  for text in texts {
    let value = try JSONValue(parsing: Array(text.utf8))
    #expect(value.double?.bitPattern == slow(text).bitPattern, "\(text)")
  }
}

@Test func `a text can be read value by value`() throws {
  let text = Array(#" {"a": [1, "x\u00e9\n", [2, {}]], "b": {"c": -1.5}, "d": null} "#.utf8)
  var parser = JSONParser(text.span)
  var seen: [String] = []
  var strings: [UInt8] = []
  try parser.document { (parser: inout JSONParser) throws(JSONError) in
    let isObject = try parser.members { (parser: inout JSONParser, key: ByteString) throws(JSONError) in
      let isArray = try parser.elements { (parser: inout JSONParser) throws(JSONError) in
        if let number = try parser.decimal() {
          seen.append("\(number.double)")
        } else if try !parser.string(appendingTo: &strings) {
          seen.append(try parser.value().kind)
        }
      }
      if !isArray { seen.append("\(key)=\(try parser.value().kind)") }
    }
    if !isObject { seen.append("no object") }
  }
  #expect(seen == ["1.0", "an array", "b=an object", "d=null"] && strings == Array("x\u{E9}\n".utf8))
}

/// What serde_json without `float_roundtrip` makes of them.
@Test(arguments: [
  ("-11.985257626542225", -11.985_257_626_542_223), ("0.1", 0.1), ("123456789012345678901", 1.2345678901234567e20),
  ("7e-20", 7e-20),
  ("-0", -0.0), ("1.5e3", 1500), ("1e999", .infinity), ("0e999", 0), ("1e-99999999999999999999", 0),
])
func `a decimal is rounded twice`(text: String, expected: Double) throws {
  let bytes = Array(text.utf8)
  var parser = JSONParser(bytes.span)
  #expect(try parser.decimal()?.double.bitPattern == expected.bitPattern)
}
