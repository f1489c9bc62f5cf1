import Bytes
import Corpora
import Files
import Ranking
import TestSupport
import Testing

@Suite struct VectorRecordsTests {
  private struct Found: Equatable {
    var document: Document
    var vector: ImpactVector
  }

  private func outcome(
    _ work: () throws(RecordProblem) -> (document: Document, vector: ImpactVector)
  ) -> Result<Found, RecordProblem> {
    do throws(RecordProblem) {
      let (document, vector) = try work()
      return .success(Found(document: document, vector: vector))
    } catch { return .failure(error) }
  }

  private func entries(_ vector: ImpactVector) -> [String] { vector.entries.map { "\($0.term) \($0.impact)" } }

  private func parsed(_ line: String, _ rule: ImpactRule = .asGiven) throws -> Found {
    try outcome { () throws(RecordProblem) in try VectorRecords(rule).record(Array(line.utf8).span) }.get()
  }

  @Test func `the fast way and JSONValue agree on 20,000 random lines, good and bad`() throws {
    var random = SeededGenerator(seed: 51)
    let quantized = ImpactRule.quantized(try #require(ImpactQuantization(bits: 8)))
    let terms = ["the", "##ing", "é", "\\u00e9", "a\\\"b", "\\\\", "😀", "\\ud83d\\ude00", "", "x y"]
    let weights = [
      "0", "7", "1.0", "12.50", "0.004", "1e2", "-1", "-0", "2147483647", "2147483648", "1e400", "null", "\"3\"", "[1]", "01",
    ]
    var successes = 0
    for _ in 0..<20_000 {
      let members = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        "\"\(random.pick(terms))\"" + random.pick([":", " : "])
          + random.pick(Bool.random(using: &random) ? ["3", "40"] : weights)
      }
      let vector = random.pick([
        "{\(members.joined(separator: ", "))}", "{ \(members.joined(separator: ",")) }", "{}", "7", "null", "[{}]",
      ])
      var parts = [
        "\"id\": \"a\"", "\"vector\":\(vector)",
        random.pick(["\"contents\":\"x\"", "\"other\":{\"\\n\":1}", "\"contents\":null"]),
      ]
      if Int.random(in: 0..<6, using: &random) == 0 { parts.remove(at: Int.random(in: 0..<3, using: &random)) }
      parts.shuffle(using: &random)
      var line = "{" + parts.joined(separator: ",") + "}"
      if Int.random(in: 0..<20, using: &random) == 0 { line.removeLast(2) }
      let records = VectorRecords(Bool.random(using: &random) ? .asGiven : quantized)
      let bytes = Array(line.utf8)
      let fast = outcome { () throws(RecordProblem) in try records.record(bytes.span) }
      #expect(fast == outcome { () throws(RecordProblem) in try records.slowRecord(bytes.span) }, "\(line)")
      if case .success = fast { successes += 1 }
    }
    #expect(successes > 3000)
  }

  @Test func `terms are bytes, zeros are passed over, and a missing text is empty`() throws {
    let found = try parsed(###"{"id": 7, "vector": {"##ing": 3, "the": 0, "\u00e9": 2.0, "字": 2147483647}}"###)
    #expect(found.document == Document(id: "7", text: []))
    #expect(entries(found.vector) == ["##ing 3", "é 2", "字 2147483647"])
    #expect(try parsed(#"{"id":"a","contents":"words","vector":{}}"#).document.text == Array("words".utf8))
    #expect(try parsed(#"{"_id":"a","title":"T","text":"x","vector":{}}"#).document.text == Array("T x".utf8))
    #expect(try parsed(#"{"id":"a","vector":{"x":1},"vector":{"y":2}}"#).vector.entries.map(\.term) == ["y"])
  }

  @Test func `weights are rounded as Anserini rounds them, halves upward, nothing cut off`() throws {
    let rule = ImpactRule.quantized(try #require(ImpactQuantization(bits: 8)))
    let line = #"{"id":"a","vector":{"a":5,"b":1.2345,"c":0.0097,"d":0.009765625,"e":12.5,"f":0.009765624}}"#
    let found = try parsed(line, rule)
    #expect(entries(found.vector) == ["a 256", "b 63", "d 1", "e 640"])
    #expect(rule.name == "round(weight / 5.0 * 256)" && ImpactQuantization(bits: 8)?.scale == 51.2)
    #expect(ImpactQuantization(bits: 4, range: 1)?.impact(of: 0.5) == 8)
    #expect(
      ImpactQuantization(bits: 0) == nil && ImpactQuantization(bits: 17) == nil && ImpactQuantization(bits: 8, range: 0) == nil)
  }

  @Test(arguments: [
    (#"{"id":"a"}"#, #"no vector; expected a field "vector" with terms and weights, as in {"id": "1", "vector": {"term": 7}}"#),
    (#"{"id":"a","vector":[1]}"#, #"the field "vector" is an array; expected an object of terms and weights"#),
    (#"{"id":"a","vector":{"x":"3"}}"#, #"the vector's term "x" has a string for a weight; expected a number"#),
    (
      ###"{"id":"a","vector":{"##s":1.5}}"###,
      ###"the vector's term "##s" has the weight 1.5; impacts are whole numbers: --quantize 8 makes them out of weights like these"###
    ),
    (
      #"{"id":"a","vector":{"x":-2}}"#,
      #"the vector's term "x" has the weight -2; expected one of 0 or more, for impacts are added up"#
    ),
    (
      #"{"id":"a","vector":{"x":2147483648}}"#,
      #"the vector's term "x" has the weight 2147483648, an impact above 2147483647, the greatest that postings hold"#
    ),
    (
      #"{"id":"a","vector":{"x":2147483647,"y":2147483647,"z":2}}"#,
      "the vector has impacts of 4294967296 together; an index holds 4294967295 a document"
    ),
    (#"{"id":"a","vector":{"":2}}"#, #"the vector's term "" is empty; expected a term"#),
    (#"{"vector":{"x":2}}"#, #"no id; expected a field "id", "_id" or "docid""#),
  ])
  func `a bad vector says what was expected`(line: String, expected: String) {
    let problem = #expect(throws: RecordProblem.self) { try VectorRecords(.asGiven).record(Array(line.utf8).span) }
    #expect(problem?.description == expected)
  }

  @Test func `collections are read with file and line, bad vectors skipped on request, other formats refused`() throws {
    let scratch = try Scratch()
    let lines =
      #"{"id":"1","vector":{"x":1}}"# + "\n" + #"{"id":"2","vector":{"x":1.5}}"# + "\n" + #"{"id":"3","vector":{"y":2}}"#
    let path = try scratch.file("v.jsonl.gz", lines + "\n")
    var options = ReadingOptions(vectors: .asGiven)
    #expect(
      message(scratch) { _ = try read([path], .auto, options) }.hasPrefix(
        "v.jsonl.gz:2: the vector's term \"x\" has the weight 1.5;"))
    options.skipBad = true
    let reading = try read([path], .jsonl, options)
    #expect(reading.ids == ["1", "3"] && reading.documents.map { entries($0.vector ?? ImpactVector()) } == [["x 1"], ["y 2"]])
    #expect("\(reading.skipped)".hasPrefix("skipped 1 bad record (wrong vector: 1)"))
    let plain = try scratch.file("c.tsv", "1\tx\n")
    for format in [CollectionFormat.auto, .msmarco] {
      #expect(
        message(scratch) { _ = try read([plain], format, options) }.contains("but the format is msmarco; give such a collection"))
    }
    #expect(try read([path], .auto, ReadingOptions(skipBad: true)).documents.isEmpty)  // without vectors they have no text
  }

  @Test func `queries carry vectors beside or instead of texts`() throws {
    let scratch = try Scratch()
    let lines =
      ###"{"id":"1","vector":{"##s":0.5,"the":0,"é":2,"##s":3}}"### + "\n" + ###"{"_id":"2","text":"words","vector":{}}"###
      + "\n{\"id\":3,\"text\":\"t\"}\n"
    let file = try QueryFile(path: scratch.file("q.jsonl", lines))
    #expect(file.queries.map(\.text) == ["", "words", "t"].map { Array($0.utf8) })
    #expect(file.queries[0].vector == [TermWeight(term: "##s", weight: 3), TermWeight(term: "é", weight: 2)])
    #expect(file.queries[1].vector == [] && file.queries[2].vector == nil)
    #expect(file.warnings.count == 1 && file.warnings[0].hasSuffix(":2: query 2 is empty"))
    for (vector, expected) in [
      (#"{"x":-1}"#, #"the vector's term "x" has the weight -1; expected one of 0 or more that a float32 number holds"#),
      (#"{"x":1e39}"#, #"the vector's term "x" has the weight 1e39; expected one of 0 or more"#),
      (#"{"x":null}"#, #"the vector's term "x" has null for a weight; expected a number"#),
      ("7", "the field \"vector\" is a number"),
      (#"{"":1}"#, "is empty; expected a term"),
    ] {
      let path = try scratch.file("bad", "{\"id\":\"1\",\"vector\":\(vector)}")
      #expect(
        message(scratch) { _ = try QueryFile(path: path) }.contains("bad:1: ")
          && message(scratch) { _ = try QueryFile(path: path) }.contains(expected))
    }
  }
}
