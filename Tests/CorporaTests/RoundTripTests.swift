import Bytes
import Corpora
import Files
import Ranking
import TestSupport
import Testing

@Suite struct RoundTripTests {
  private func word(_ random: inout SeededGenerator) -> String {
    let letters = ["a", "b", "é", "字", "😀", "\\", "\"", "/", "{", "}", ":", ",", "\u{7F}", "\u{200B}", "Ã", "-", "1"]
    return (0..<Int.random(in: 1...9, using: &random)).map { _ in random.pick(letters) }.joined()
  }

  private func text(_ random: inout SeededGenerator, _ gaps: [String]) -> String {
    (0..<Int.random(in: 0...30, using: &random)).map { _ in word(&random) + random.pick(gaps) }.joined()
  }

  private func documents(_ random: inout SeededGenerator, gaps: [String]) -> [Document] {
    (0..<Int.random(in: 0...300, using: &random)).map { number in
      Document(id: ByteString("\(number)" + word(&random)), text: Array(text(&random, gaps).utf8))
    }
  }

  @Test(arguments: 0..<24)
  func `random MS MARCO collections come back from any compression, block and batch size`(seed: Int) throws {
    let scratch = try Scratch()
    var random = SeededGenerator(seed: UInt64(seed))
    let written = documents(&random, gaps: [" ", "\t", "\r", "  "])
    let bytes = tabSeparated(written)
    let path = try scratch.file(["c.tsv", "c.tsv.gz", "c.tsv.zst"][seed % 3], bytes)
    let options = ReadingOptions(blockSize: random.pick([1, 7, 1000, 1 << 20]))
    let reading = try read([path], .msmarco, options, batch: random.pick([1, 2, 100, 1000]))
    #expect(reading.documents.map(\.document) == written)
    #expect(reading.lines == Array(1...(written.count + 1)).dropLast())
    let digest = Digest()
    digest.update(bytes)
    let outer = Digest()
    outer.update(field: digest.hex)
    #expect(reading.digest == outer.hex)
  }

  @Test(arguments: 0..<24)
  func `random JSONL and BEIR collections come back`(seed: Int) throws {
    let scratch = try Scratch()
    var random = SeededGenerator(seed: UInt64(seed) + 100)
    let written = documents(&random, gaps: [" ", "\n", "\u{1}", "\t"])
    let isBEIR = seed % 2 == 0
    let lines = written.map { document in
      JSONValue.object([
        (key: isBEIR ? "_id" : random.pick(["id", "_id", "docid"]), value: .string(document.id)),
        (key: isBEIR ? "text" : random.pick(["text", "contents"]), value: .string(ByteString(document.text))),
        (key: "metadata", value: ["x": [1, 2.5, nil], "id": "other"]),
      ]).serialized()
    }
    let bytes = Array(lines.joined(separator: [10]))
    let path = try scratch.file("corpus.jsonl" + ["", ".gz", ".zst"][seed % 3], bytes)
    let options = ReadingOptions(blockSize: random.pick([1, 7, 1000, 1 << 20]))
    let explicit = try read(isBEIR ? scratch.path : path, isBEIR ? .beir : .jsonl, options)
    #expect(explicit.documents.map(\.document) == written)
    #expect(try read(path, .auto, options).documents == explicit.documents)
  }

  @Test func `several files are one collection with their own line numbers`() throws {
    let scratch = try Scratch()
    let paths = [
      try scratch.file("a", "1\tx\n2\ty"), try scratch.file("b", ""), try scratch.file("c.gz", "{\"id\":3,\"contents\":\"z\"}"),
    ]
    let reading = try read(paths, .auto)
    #expect(reading.ids == ["1", "2", "3"] && reading.lines == [1, 2, 1])
    #expect(reading.documents.map(\.file) == [0, 0, 2])
  }

  @Test func `blocks parsed apart and accepted in order give the same documents`() throws {
    let scratch = try Scratch()
    var random = SeededGenerator(seed: 5)
    let written = documents(&random, gaps: [" "])
    let path = try scratch.file("c.tsv", tabSeparated(written))
    var reader = try CollectionReader(paths: [path], format: .auto, options: ReadingOptions(blockSize: 500))
    var found: [SourcedDocument] = []
    while case let blocks = try reader.nextBlocks(3), !blocks.isEmpty {
      let parsed = Array(blocks.reversed().map { $0.parse() }.reversed())
      for block in parsed { found += try reader.accept(block) }
    }
    #expect(found.map(\.document) == written && reader.documentCount == written.count)
  }

  @Test(arguments: ["c.gz", "c.zst"])
  func `a collection cut short is an error, whatever was read before`(name: String) throws {
    let scratch = try Scratch()
    var random = SeededGenerator(seed: 6)
    let lines = (0..<20_000).map { "\($0)\t\(UInt64.random(in: 0...(.max), using: &random))\n" }
    let bytes = Array(lines.joined().utf8)
    let stored = try readStored(scratch.file(name, bytes))
    for cut in [stored.count / 3, stored.count - 1] {
      let path = try scratch.file("cut", Array(stored[..<cut]))
      let compression = name.hasSuffix("gz") ? "gzip" : "zstd"
      #expect(
        message(scratch) { _ = try read(path, .msmarco, ReadingOptions(skipBad: true)) }
          == "cut is cut short: its \(compression) data ends in the middle, at byte \(cut); fetch or make the file again")
    }
  }
}
