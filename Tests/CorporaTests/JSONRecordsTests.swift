import Bytes
import Corpora
import Ranking
import TestSupport
import Testing

@Suite struct JSONRecordsTests {
  private func outcome(_ work: () throws(RecordProblem) -> Document) -> Result<Document, RecordProblem> {
    do throws(RecordProblem) { return .success(try work()) } catch { return .failure(error) }
  }

  private func agree(_ line: [UInt8]) -> Bool {
    for shape in [JSONRecords.Shape.jsonl, .beir] {
      let records = JSONRecords(shape)
      let fast = outcome { () throws(RecordProblem) in try records.document(line.span) }
      if fast != outcome({ () throws(RecordProblem) in try records.slowDocument(line.span) }) { return false }
    }
    return true
  }

  private func value(_ random: inout SeededGenerator, depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 3 ? 7 : 10), using: &random) {
    case 0...3: string(&random)
    case 4: random.pick(["0", "-1", "12.50", "1e9", "-0.5E-7", "01", "-", "1.", ".5", "1e", "+1", "184467440737095516160"])
    case 5: random.pick(["null", "null", "true", "false", "nul", "NaN"])
    case 6: random.pick(["[]", "{}", "[ ]", "{ }", "", "[1,]", "{,}"])
    case 7, 8: "[" + (0..<2).map { _ in value(&random, depth: depth + 1) }.joined(separator: " ,") + "]"
    default: "{" + string(&random) + " : " + value(&random, depth: depth + 1) + "}"
    }
  }

  private func string(_ random: inout SeededGenerator) -> String {
    let pieces = [
      "a", "bc", "defghijklmnop", "é", "字", "😀", " ", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", "\\ud83d",
      "\\udE00",
      "\\ud83d\\u0041", "\\u0000", "\\b\\f\\r\\t",
    ]
    let wrong = ["\\x", "\\u12g4", "\t", "\"", "\\"]
    var text = (0..<Int.random(in: 0...7, using: &random)).map { _ in random.pick(pieces) }.joined()
    if Int.random(in: 0..<40, using: &random) == 0 { text += random.pick(wrong) }
    return "\"" + text + "\""
  }

  @Test func `the field scanner and JSONValue agree on 60,000 random lines, good and bad`() {
    var random = SeededGenerator(seed: 21)
    let keys = ["id", "_id", "docid", "contents", "text", "title", "other", "i", "contentsx", "\\u0069d", ""]
    var successes = 0
    for _ in 0..<60_000 {
      var members = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        "\"" + random.pick(keys) + "\"" + random.pick([":", " : "]) + value(&random, depth: 0)
      }
      if Bool.random(using: &random) {
        members += [random.pick(["\"id\":7", "\"_id\":\"a\""]), "\"text\":" + string(&random), "\"title\":" + string(&random)]
        members.shuffle(using: &random)
      }
      var line = "{" + members.joined(separator: random.pick([",", ", "])) + "}" + random.pick(["", "", " ", "\r", "x"])
      if Int.random(in: 0..<10, using: &random) == 0 { line = String(line.unicodeScalars.dropLast(3)) }
      #expect(agree(Array(line.utf8)), "\(line)")
      if case .success = outcome({ () throws(RecordProblem) in try JSONRecords(.jsonl).document(Array(line.utf8).span) }) {
        successes += 1
      }
    }
    #expect(successes > 5000)
  }

  @Test func `the field scanner and JSONValue agree on every cut of a line and on deep nesting`() {
    let line = Array(
      "{\"id\": 12, \"title\": \"T\\u00e9\", \"text\": \"x \\ud83d\\ude00\\n y\", \"m\": {\"a\": [1, 2.5e3, null]}}".utf8)
    for cut in 0...line.count { #expect(agree(Array(line[..<cut]))) }
    for depth in [1, 62, 63, 64, 65, 511, 512, 513] {
      let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
      #expect(agree(Array("{\"id\":1,\"text\":\"x\",\"deep\":\(nested)}".utf8)))
    }
  }

  @Test(arguments: [
    (#"{"id":"a","contents":"x"}"#, "a", "x"), (#"{"_id":"a","title":"T","text":"x"}"#, "a", "T x"),
    (#"{"docid":17,"title":"","text":"x"}"#, "17", "x"), (#"{"id":1.50,"title":null,"text":"x"}"#, "1.50", "x"),
    (#"{"text":"","title":"T","id":"a","extra":[{}]}"#, "a", "T "),
    (#"{"id":"a","contents":"x","text":"y","title":"z"}"#, "a", "x"),
    (#"{"docid":"d","_id":"u","id":"i","contents":""}"#, "i", ""),
    (#" { "id" : "\u0061\/" , "contents" : "\ud83d\ude00\t" } "#, "a/", "😀\t"),
    (#"{"id":"a","contents":"x","id":"b"}"#, "b", "x"),
  ])
  func `ids and texts are found as promised`(line: String, id: String, text: String) throws {
    let document = try JSONRecords(.jsonl).document(Array(line.utf8).span)
    #expect(document == Document(id: ByteString(id), text: Array(text.utf8)))
  }

  @Test(arguments: [
    (#"{"id":"a","contents":"x""#, "not JSON at column 25: expected ',' or '}', found the end"),
    (#"{"id":"a",,}"#, "not JSON at column 11: expected a key in double quotes, found ','"),
    (#"["id"]"#, "expected a JSON object, found an array"),
    (#"{"contents":"x"}"#, #"no id; expected a field "id", "_id" or "docid""#),
    (#"{"id":"a"}"#, #"no text; expected a field "contents", or "text" with an optional "title""#),
    (#"{"id":"","contents":"x"}"#, #"the id is empty; expected a field "id", "_id" or "docid""#),
    (#"{"id":"a\nb","contents":"x"}"#, "the id \"a\nb\" has white space and cannot stand in a TREC run; expected one without"),
    (#"{"id":null,"contents":"x"}"#, #"the field "id" is null; expected a string or a number"#),
    (#"{"id":"a","contents":7}"#, #"the field "contents" is a number; expected a string"#),
    (#"{"id":"a","text":"x","title":[]}"#, #"the field "title" is an array; expected a string"#),
    ("", "the line is blank; expected a JSON object with an id and a text"),
  ])
  func `bad lines say what was expected`(line: String, expected: String) {
    let problem = #expect(throws: RecordProblem.self) { try JSONRecords(.jsonl).document(Array(line.utf8).span) }
    #expect(problem?.description == expected)
  }

  @Test func `BEIR wants _id and text`() throws {
    let scratch = try Scratch()
    let path = try scratch.file("corpus.jsonl", "{\"_id\":\"1\",\"text\":\"x\"}\n{\"id\":\"2\",\"text\":\"x\"}\n")
    #expect(
      message(scratch) { _ = try read(path, .beir) }
        == "corpus.jsonl:2: no id; expected a field \"_id\"; correct it, or leave such records out with --skip-bad")
    let other = try scratch.file("other", "{\"_id\":\"1\",\"contents\":\"x\"}")
    #expect(message(scratch) { _ = try read(other, .beir) }.hasPrefix("other:1: no text; expected a field \"text\""))
  }
}
