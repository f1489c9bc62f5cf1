import Bytes
import Testing

private func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

@Test func `values of every kind are read in order`() throws {
  let value = try parse(#" {"b": [1, -2.50e+3, true, false, null], "a": {"": "x"}, "b": 7} "#)
  #expect(value.object?.map(\.key) == ["b", "a", "b"])
  #expect(value["b"]?.int == 7)
  #expect(value["a"]?[""]?.string == "x")
  #expect(value["absent"] == nil)
  let numbers = try #require(value.object?.first?.value.array)
  #expect(numbers[1].double == -2500)
  #expect(numbers[1].int == -2500)
  #expect(numbers[1].number?.raw == "-2.50e+3")
  #expect(numbers[2].bool == true)
  #expect(numbers[4].isNull)
}

@Test func `keys are bytes`() throws {
  let value = try parse("{\"caf\u{E9}\": 1, \"cafe\u{301}\": 2}")
  #expect(value["caf\u{E9}"]?.int == 1)
  #expect(value["cafe\u{301}"]?.int == 2)
}

@Test(arguments: [
  (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u4F60""#, "\u{E9}\u{4F60}"), (#""\ud83d\ude00""#, "\u{1F600}"),
  (#""\ud83d""#, "\u{FFFD}"), (#""\ude00x""#, "\u{FFFD}x"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ud83d\n""#, "\u{FFFD}\n"),
  (#""\ud83d\ud83d\ude00""#, "\u{FFFD}\u{1F600}"), (#""\u0000""#, "\u{0}"), (#""""#, ""),
])
func `escapes are undone`(text: String, expected: String) throws {
  #expect(try parse(text).string == ByteString(expected))
}

@Test func `bytes that are not UTF-8 are kept`() throws {
  #expect(try JSONValue(parsing: [34, 0xFF, 0xC3, 34]).string == ByteString([0xFF, 0xC3]))
}

@Test(arguments: [
  ("", 0), ("  ", 2), ("tru", 3), ("[1,]", 3), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{\"a\":1,}", 7), ("{a:1}", 1), ("01", 1),
  ("-", 1), ("1.", 2),
  (".5", 0), ("+1", 0), ("1e", 2), ("\"a", 2), ("\"a\nb\"", 2), ("\"\\x\"", 2), ("\"\\u12g4\"", 5), ("[1] x", 4), ("NaN", 0),
  ("'a'", 0),
  ("\u{FEFF}\u{FEFF}1", 3), ("[", 1), ("{", 1), ("nul", 3), ("\"\\", 2),
])
func `what is not JSON is refused with its place`(text: String, offset: Int) {
  #expect { try parse(text) } throws: { ($0 as? JSONError)?.byteOffset == offset }
}

@Test func `an error says what was expected and found`() {
  #expect(throws: JSONError.self) { try parse("[1;2]") }
  do { _ = try parse("[1;2]") } catch { #expect("\(error)" == "not JSON at byte 2: expected ',' or ']', found ';'") }
}

@Test func `nesting is bounded`() throws {
  let limit = JSONValue.depthLimit
  func nest(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
  _ = try parse(nest(limit))
  #expect(throws: JSONError.self) { try parse(nest(limit + 1)) }
  #expect(throws: JSONError.self) { try parse(String(repeating: "[", count: 1_000_000)) }
  #expect(throws: JSONError.self) { try parse(String(repeating: "{\"a\":", count: 1_000_000)) }
}

@Test func `integers are exact or nil`() throws {
  #expect(try parse("9007199254740993").int == 9_007_199_254_740_993)
  #expect(try parse("9223372036854775807").int == .max)
  #expect(try parse("9223372036854775808").int == nil)
  #expect(try parse("512.0").int == 512)
  #expect(try parse("0.5").int == nil)
  #expect(try parse("1e999").double == .infinity)
  #expect(try parse("-0").double?.sign == .minus)
}

@Test func `writing is canonical, compact or pretty`() {
  let value: JSONValue = ["name": "a\"\\\n\u{1}\u{E9}", "list": [1, 2.5, true, nil], "none": [], "empty": [:]]
  #expect(
    String(decoding: value.serialized(), as: UTF8.self)
      == #"{"name":"a\"\\\n\u0001é","list":[1,2.5,true,null],"none":[],"empty":{}}"#)
  #expect(
    String(decoding: value.serialized(pretty: true), as: UTF8.self) == """
      {
        "name": "a\\"\\\\\\n\\u0001é",
        "list": [
          1,
          2.5,
          true,
          null
        ],
        "none": [],
        "empty": {}
      }
      """)
  #expect(JSONValue(Double.nan).isNull)
}
