import Corpora
import Ranking
import Testing

@Suite struct QueryFileTests {
  private func pairs(_ text: String, _ name: String = "q") throws -> [String] {
    let scratch = try Scratch()
    return try QueryFile.read(path: scratch.file(name, text)).map { "\($0.id)=" + String(decoding: $0.text, as: UTF8.self) }
  }

  @Test func `tab-separated queries, with CRLF, byte order mark, tabs and compression`() throws {
    #expect(try pairs("1\tone two\n2\tthree\tfour\n") == ["1=one two", "2=three\tfour"])
    #expect(try pairs("\u{FEFF}1\tone\r\n2\ttwo\r\n\r\n") == ["1=one", "2=two"])
    #expect(try pairs("b\tx\na\ty", "q.tsv.gz") == ["b=x", "a=y"])
    #expect(try pairs("b\tx", "q.zst") == ["b=x"])
  }

  @Test func `JSON lines and BEIR folders`() throws {
    #expect(
      try pairs("{\"_id\":\"1\",\"text\":\"x\",\"metadata\":{}}\n{\"id\":2,\"query\":\"\\u00e9\"}\n", "queries.jsonl") == [
        "1=x", "2=é",
      ])
    let scratch = try Scratch()
    _ = try scratch.file("queries.jsonl", "{\"_id\":\"1\",\"text\":\"x\"}\n")
    #expect(try QueryFile.read(path: scratch.path).count == 1)
  }

  @Test func `TREC topics with and without closing tags`() throws {
    let open =
      "\n<top>\n<head> Tipster\n<num> Number: 051\n<title> Topic:  Airbus\n  Subsidies\n\n<desc> Description:\nlong\n</top>\n"
    let closed = "<top>\n<num> Number: R1 </num> <title>\na: b &amp; c</title>\n<desc>d</desc></top>"
    #expect(try pairs(open + closed) == ["051=Airbus Subsidies", "R1=a: b & c"])
    #expect(try pairs("<DOC>\n<DOCNO> 1 </DOCNO>\n\n What  articles\nexist\n</DOC>\n") == ["1=What articles exist"])
  }

  @Test func `an empty query is kept and named, an empty file too`() throws {
    let scratch = try Scratch()
    let path = try scratch.file("q", "1\tx\n12\t \n")
    let file = try QueryFile(path: path)
    #expect(file.queries.count == 2 && file.lines == [1, 2] && file.warnings == ["\(path):2: query 12 is empty"])
    let empty = try scratch.file("e", "")
    #expect(try QueryFile(path: empty).warnings == ["\(empty) has no query"])
  }

  @Test(arguments: [
    ("1\tx\nwords\n", "q:2: a tab is missing; expected qid<TAB>text"),
    ("1\tx\n\n2\ty\n", "q:2: the line is blank; expected qid<TAB>text"),
    ("1\tx\n\ty\n", "q:2: the query id is empty; expected qid<TAB>text"),
    ("1 2\tx\n", "q:1: the query id \"1 2\" has white space and cannot stand in a TREC run; expected one without"),
    ("1\tx\n2\ty\n1\tz\n", "q:3: the query id \"1\" stands on line 1 already; remove or rename one"),
    ("{\"_id\":\"1\"}", "q:1: no query text; expected a field \"text\", \"query\" or \"contents\", or a \"vector\""),
    ("{\"_id\":\"1\",\"text\":null}", "q:1: the field \"text\" is null; expected a string"),
    ("{\"_id\":\"1\"", "q:1: not JSON at column 11: expected ',' or '}', found the end"),
    ("{\"text\":\"x\"}", "q:1: no query id; expected a field \"_id\", \"id\" or \"qid\""),
    ("<top>\n<num> 1\n<desc> x</top>", "q:1: the topic has no <title>; expected <title> words of the query"),
    ("<top>\n<title> 1\n</top>", "q:1: the topic has no <num>; expected <num> Number: id"),
    (
      "<html>",
      "cannot tell the format of q: it begins with \"<html>\"; say --format qid<TAB>text|JSON lines|TREC topics (<top>)"
    ),
  ])
  func `wrong lines are errors with their number`(text: String, expected: String) throws {
    let scratch = try Scratch()
    let path = try scratch.file("q", text)
    #expect(message(scratch) { _ = try QueryFile(path: path) } == expected)
  }

  @Test func `invalid UTF-8 is refused or replaced`() throws {
    let scratch = try Scratch()
    let path = try scratch.file("q", Array("1\tx\n2\ta".utf8) + [0xFF, 10])
    #expect(message(scratch) { _ = try QueryFile(path: path) }.hasPrefix("q:2: invalid UTF-8 at byte 3 of the line"))
    #expect(try QueryFile.read(path: path, replaceInvalidUTF8: true)[1].text == Array("a\u{FFFD}".utf8))
  }

  @Test func `candidate files`() throws {
    let scratch = try Scratch()
    let path = try scratch.file("t.gz", "q1\td1\twhat\tone\nq1\td2\twhat\ttwo\tcolumns\r\nq2\td1\twho\tone\n\n")
    let file = try CandidateFile.read(path: path)
    #expect(file.queries.map(\.id) == ["q1", "q2"] && file.candidates["q1"] == ["d1", "d2"] && file.candidates["q2"] == ["d1"])
    #expect(file.passages["d2"] == Array("two\tcolumns\r".utf8))
  }

  @Test(arguments: [
    ("q\td\tx\n", "t:1: a tab is missing; expected qid<TAB>pid<TAB>query<TAB>passage"),
    ("q\td\tx\ty\n\nq\te\tx\ty\n", "t:2: the line is blank; expected qid<TAB>pid<TAB>query<TAB>passage"),
    ("q\t\tx\ty\n", "t:1: the passage id is empty; expected qid<TAB>pid<TAB>query<TAB>passage"),
    ("q\td\tx\ty\nq\td\tx\ty\n", "t:2: query \"q\" with document \"d\" stands on line 1 already; remove one"),
    ("q\td\tx\ty\nr\td\tz\tw\n", "t:2: the passage \"d\" has another text here than on an earlier line; make them the same"),
    ("q\td\tx\ty\nq\te\tz\tw\n", "t:2: the query \"q\" has another text here than on an earlier line; make them the same"),
  ])
  func `wrong candidate rows are errors with their number`(text: String, expected: String) throws {
    let scratch = try Scratch()
    let path = try scratch.file("t", text)
    #expect(message(scratch) { _ = try CandidateFile.read(path: path) } == expected)
  }
}
