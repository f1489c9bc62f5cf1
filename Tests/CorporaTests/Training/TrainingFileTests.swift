import Bytes
import Corpora
import Files
import Ranking
import TestSupport
import Testing

/// Examples as short lines: `query: positive, … | negative, …` with labels where they are not 1 and 0.
func lines(_ examples: [TrainingExample]) -> [String] {
  examples.map { example in
    let texts = example.passages.indices.map { place in
      let label = example.labels[place]
      let usual: Float = place < example.positiveCount ? 1 : 0
      return String(decoding: example.passages[place], as: UTF8.self) + (label == usual ? "" : "=\(label)")
    }
    let parts = [texts[..<example.positiveCount], texts[example.positiveCount...]].map { $0.joined(separator: ", ") }
    return String(decoding: example.query, as: UTF8.self) + ": " + parts.joined(separator: " | ")
  }
}

private let queries = QueryTexts([Query(id: "1", text: Array("q".utf8)), Query(id: "2", text: Array("r".utf8))], name: "queries")

private func texts(_ scratch: Scratch) throws -> CollectionTexts {
  try CollectionTexts(paths: [scratch.file("c.tsv", "7\ta\n8\tb\n9\tc\n")])
}

private func examples(
  _ scratch: Scratch, _ bytes: [UInt8], _ format: TrainingFormat = .auto,
  _ change: (inout TrainingFileOptions) -> Void = { _ in },
  name: String = "t"
) throws -> [TrainingExample] {
  var options = TrainingFileOptions()
  options.queries = queries
  options.passages = try texts(scratch)
  change(&options)
  var reader = try TrainingFile(paths: [scratch.file(name, bytes)], format: format, options: options)
  return try reader.rest()
}

private func read(_ text: String, _ format: TrainingFormat = .auto, name: String = "t") throws -> [String] {
  lines(try examples(try Scratch(), Array(text.utf8), format, name: name))
}

@Suite struct TrainingFileTests {
  @Test(arguments: ["t", "t.gz", "t.zst"])
  func `text triples, with CRLF, byte order mark and compression`(name: String) throws {
    #expect(try read("a q\tp x\tn y\nb q\té\tz\n", name: name) == ["a q: p x | n y", "b q: é | z"])
    #expect(try read("\u{FEFF}a q\tp x\tn y\r\nb q\tp\tz z\r\n\r\n", name: name) == ["a q: p x | n y", "b q: p | z z"])
  }

  @Test func `id triples as columns and as ColBERT's arrays, with ids in the source`() throws {
    #expect(try read("1\t7\t8\n2\t9\t7\t8\n") == ["q: a | b", "r: c | a, b"])
    #expect(try read("[1, 7, 8]\n[\"2\", [\"9\", 0.75], [7, -2], 8]\n") == ["q: a | b", "r: c=0.75 | a=-2.0, b"])
    let found = try examples(try Scratch(), Array("1\t7\t8\n".utf8))
    #expect(found[0].source.query == "1" && found[0].source.passages == ["7", "8"])
    #expect(found[0].source.description.hasSuffix("/t:1 (query 1, passages 7, 8)"))
  }

  @Test func `labelled pairs as columns and as JSON`() throws {
    #expect(try read("q\tp one\t1\nq\tp\t0\nq\tx\t0.25\n") == ["q: p one | ", "q:  | p", "q:  | x=0.25"])
    #expect(
      try read(
        """
        {"query": "q", "passage": "p", "label": 1}
        {"sentence1": "q", "sentence2": "p", "score": 0.25}
        {"query": "q", "document": "p", "label": true, "passage_id": 7}
        """) == ["q: p | ", "q:  | p=0.25", "q: p | "])
  }

  @Test func `triplets as JSON in all their spellings`() throws {
    #expect(
      try read(
        """
        {"query": "q", "positive": "p", "negative": "n"}
        {"anchor": "q", "positive": "p", "negatives": ["n", "m"]}
        {"query": "q", "positive": "p", "negative_1": "n", "negative_2": "m", "other": [1]}
        {"query": "q", "positive": ["p", "o"], "negative": ["n"], "scores": [3, 2.5, -1]}
        {"query": "q", "positive": "p"}
        """) == ["q: p | n", "q: p | n, m", "q: p | n, m", "q: p=3.0, o=2.5 | n=-1.0", "q: p | "])
    let ids =
      "{\"query_id\": 4, \"query\": \"q\", \"positive_id\": \"7\", \"positive\": \"p\", \"negative_ids\": [8], \"negatives\": [\"n\"]}"
    let source = try examples(try Scratch(), Array(ids.utf8))[0].source
    #expect(source.query == "4" && source.passages == ["7", "8"])
  }

  @Test func `lists as JSON: positives by their labels first, or a teacher's scores in order`() throws {
    #expect(
      try read(
        """
        {"query": "q", "passages": ["a", "b", "c"], "labels": [0, 2, 1]}
        {"query": "q", "docs": ["a", "b"], "scores": [-3, 4]}
        {"query": "q", "passages": [], "labels": []}
        """) == ["q: b=2.0, c | a", "q: a=-3.0 | b=4.0"])
  }

  @Test func `the original question answering data, by rows and by columns`() throws {
    let rows =
      "{\"query_id\": 5, \"query\": \"q\", \"passages\": [{\"is_selected\": 0, \"passage_text\": \"a\", \"url\": \"u\"}, "
      + "{\"is_selected\": 1, \"passage_text\": \"b\"}], \"answers\": []}"
    let columns = "{\"query\": \"q\", \"passages\": {\"is_selected\": [0, 0], \"passage_text\": [\"a\", \"b\"]}}"
    #expect(try read(rows + "\n" + columns + "\n") == ["q: b | a", "q:  | a, b"])
  }

  @Test func `Tevatron's lines, older and newer`() throws {
    #expect(
      try read(
        """
        {"query_id": "1", "query": "q", "positive_passages": [{"docid": "7", "title": "T", "text": "a"}], "negative_passages": [{"docid": "8", "title": "", "text": "b"}]}
        """) == ["q: T a | b"])
    #expect(
      try read(
        "{\"query_id\": \"1\", \"query_text\": \"q\", \"positive_document_ids\": [7], \"negative_document_ids\": [\"8\", \"9\"]}")
        == ["q: a | b, c"])
  }

  @Test func `FlagEmbedding's lines, with scores and prompts`() throws {
    let line =
      "{\"query\": \"q\", \"pos\": [\"a\"], \"neg\": [\"b\", \"c\"], \"pos_scores\": [0.5], \"neg_scores\": [0.25, 2], \"prompt\": \"find: \"}"
    #expect(
      try read("{\"query\": \"q\", \"pos\": [\"a\"], \"neg\": []}\n" + line) == ["q: a | ", "find: q: a=0.5 | b=0.25, c=2.0"])
    let plain = try examples(try Scratch(), Array(line.utf8)) { $0.usesPrompts = false }
    #expect(plain[0].query == Array("q".utf8))
  }

  @Test func `several files are one stream, and empty files hold nothing`() throws {
    let scratch = try Scratch()
    let paths = try [("a", "1 x\tb\tc\n"), ("b", ""), ("c.gz", "2 y\tb\tc")].map { try scratch.file($0, $1) }
    var reader = try TrainingFile(paths: paths, format: .triples)
    #expect(lines(try reader.rest()) == ["1 x: b | c", "2 y: b | c"])
    let empty = try TrainingFile(paths: [paths[1]])
    #expect(try empty.next() == nil)
    #expect(message(scratch) { _ = try TrainingFile(paths: [scratch.path + "/none"]) }.contains("none"))
  }

  @Test func `a line with a query but no passage is counted`() throws {
    let scratch = try Scratch()
    let path = try scratch.file("t", "{\"query\": \"q\", \"pos\": [], \"neg\": []}\n")
    let reader = try TrainingFile(paths: [path])
    #expect(try reader.next() == nil && reader.emptyCount == 1)
  }

  @Test(arguments: [
    (TrainingFormat.triples, "a\tb\tc\na\tb\n", "t:2: a tab is missing; expected query<TAB>positive<TAB>negative"),
    (.triples, "a\tb\tc\td\n", "t:1: 4 columns; expected query<TAB>positive<TAB>negative"),
    (.triples, "a\tb\tc\n\na\tb\tc\n", "t:2: the line is blank; expected query<TAB>positive<TAB>negative"),
    (.pairs, "a\tb\tmuch\n", "t:1: the field \"label\" is \"much\"; expected a finite number"),
    (.pairs, "a\tb\tnan\n", "t:1: the field \"label\" is \"nan\"; expected a finite number"),
    (.pairs, "a\tb\t1e99\n", "t:1: the field \"label\" is \"1e99\"; expected a finite number"),
    (
      .ids, "1\t7\t8\n3\t7\t8\n",
      "t:2 (query 3, passages 7, 8): the query \"3\" is not in queries; name the file or index that this data belongs to"
    ),
    (
      .ids, "1\t7\t6\n",
      "t:1 (query 1, passages 7, 6): the passage \"6\" is not in c.tsv; name the file or index that this data belongs to"
    ),
    (.ids, "1\t\t8\n", "t:1: the passage id is empty; expected qid<TAB>positive pid<TAB>negative pid"),
    (.ids, "[1, 7]\n", "t:1: no triple; expected an array of a query's id and at least two passages' ids"),
    (.ids, "[1, 7, [8, \"x\"]]\n", "t:1: the field \"score\" is \"x\"; expected a finite number"),
    (
      .jsonl, "{\"query\": \"q\"}\n",
      "t:1: no passage; expected a field \"positive\", \"passages\" or \"passage\", \"document\", \"text\", \"answer\", \"response\" or \"sentence2\""
    ),
    (.jsonl, "{\"query\": \"q\", \"passage\": \"p\"}\n", "t:1: no label; expected a field \"label\" or \"score\""),
    (.jsonl, "{\"positive\": \"q\"}\n", "t:1: no query; expected a field \"query\", \"anchor\", \"question\" or \"sentence1\""),
    (.jsonl, "{\"query\": \"q\", \"positive\": 3}\n", "t:1: the field \"positive\" is a number; expected an array of strings"),
    (
      .jsonl, "{\"query\": \"q\", \"passages\": [\"a\"], \"labels\": [1, 0]}\n",
      "t:1: the field \"labels\" is an array of 2; expected one for each of the 1 passages"
    ),
    (.jsonl, "{\"query\": \"q\"\n", "t:1: not JSON at column 14: expected ',' or '}', found the end"),
    (.jsonl, "[]\n", "t:1: expected a JSON object, found an array"),
    (
      .msmarco, "{\"query\": \"q\", \"passages\": {\"passage_text\": [\"a\"], \"is_selected\": [2]}}",
      "t:1: the field \"is_selected\" is 2; expected 0 or 1"
    ),
    (
      .msmarco, "{\"query\": \"q\", \"passages\": {\"passage_text\": [\"a\"], \"is_selected\": []}}",
      "t:1: the field \"is_selected\" is an array of 0; expected one for each of the 1 passages"
    ),
    (.msmarco, "{\"query\": \"q\"}", "t:1: no passages; expected a field \"passages\""),
    (.tevatron, "{\"query\": \"q\"}", "t:1: no positive; expected a field \"positive_passages\" or \"positive_document_ids\""),
    (
      .tevatron, "{\"query_text\": \"q\", \"positive_document_ids\": [\"x\"]}",
      "t:1: the passage \"x\" is not in c.tsv; name the file or index that this data belongs to"
    ),
    (
      .flagEmbedding, "{\"query\": \"q\", \"pos\": [\"a\"], \"neg\": [\"b\"], \"neg_scores\": [1]}",
      "t:1: no scores of one kind; expected both \"pos_scores\" and \"neg_scores\", or neither"
    ),
    (
      .flagEmbedding, "{\"query\": \"q\", \"pos\": [\"a\"], \"pos_scores\": [1, 2]}",
      "t:1: the field \"pos_scores\" is an array of 2; expected one for each of the 1 passages"
    ),
    (
      .auto, "words\n",
      "cannot tell the format of t: it begins with \"words\"; name it under format: triples, ids, pairs, jsonl, ms-marco, tevatron, flagembedding"
    ),
  ])
  func `wrong lines are errors with their number`(format: TrainingFormat, text: String, expected: String) throws {
    let scratch = try Scratch()
    #expect(message(scratch) { _ = try examples(scratch, Array(text.utf8), format) } == expected)
  }

  @Test func `labels outside the range that is asked for are refused`() throws {
    let scratch = try Scratch()
    let found = message(scratch) { _ = try examples(scratch, Array("a\tb\t1.5\n".utf8), .pairs) { $0.labels = 0...1 } }
    #expect(found == "t:1: the field \"label\" is \"1.5\"; expected a number from 0.0 to 1.0")
    #expect(try lines(examples(scratch, Array("a\tb\t3\n".utf8), .pairs) { $0.positiveFrom = 4 }) == ["a:  | b=3.0"])
  }

  @Test func `ids without texts to look up, a table by columns, invalid UTF-8 and a broken gzip file say what to do`() throws {
    let scratch = try Scratch()
    let path = try scratch.file("t", "1\t7\t8\n")
    #expect(
      message(scratch) { _ = try TrainingFile(paths: [path], format: .ids) }.hasPrefix(
        "t holds ids; name where the texts of queries"))
    let table = try scratch.file("v2", "{\"query\": {\"0\": \"q\"}, \"passages\": {}}")
    let reader = try TrainingFile(paths: [table])
    #expect(message(scratch) { _ = try reader.next() }.contains("convert it: python"))
    #expect(
      message(scratch) { _ = try examples(scratch, [97, 0xFF, 9, 98, 9, 99], .triples) }.hasPrefix("t:1: invalid UTF-8 at byte 1")
    )
    #expect(
      try examples(scratch, [97, 0xFF, 9, 98, 9, 99], .triples) { $0.replaceInvalidUTF8 = true }[0].query
        == Array("a\u{FFFD}".utf8))
    let whole = try scratch.file("w.gz", String(repeating: "a q\tp x\tn y\n", count: 5000))
    let cut = scratch.path + "/cut"
    var file = try AtomicFile(path: cut)
    try file.write(Array(try readStored(whole).dropLast(20)))
    try file.commit()
    var broken = try TrainingFile(paths: [cut], format: .triples)
    #expect(message(scratch) { _ = try broken.rest() }.contains("cut"))
  }

  @Test func `passages from a collection have a ceiling on memory`() throws {
    let scratch = try Scratch()
    let path = try scratch.file("big.tsv", "1\t" + String(repeating: "x", count: 100) + "\n")
    #expect(
      message(scratch) { _ = try CollectionTexts(paths: [path], limit: 50) }
        == "the texts of big.tsv take more than 50 bytes; index it (`winnow index`) and take the texts from the index instead")
    let texts = try texts(scratch)
    #expect(texts.count == 3 && texts.text(of: "8") == [98] && texts.text(of: "0") == nil && texts.id(at: 2) == "9")
  }
}
