import Corpora
import Files
import Ranking
import Testing

@Suite struct TabSeparatedTests {
  @Test func `the text is everything behind the first tab, byte for byte`() throws {
    let scratch = try Scratch()
    let path = try scratch.file("c.tsv", "7\tone  two\n8\t\n9\ta\tb\tc\r\nd\u{E9}x\tÃ©t \n")
    let reading = try read(path, .msmarco)
    #expect(reading.ids == ["7", "8", "9", "déx"])
    #expect(reading.texts == ["one  two", "", "a\tb\tc\r", "Ã©t "])
    #expect(reading.lines == [1, 2, 3, 4])
  }

  @Test func `no final line feed, a byte order mark, one final blank line and an empty file are fine`() throws {
    let scratch = try Scratch()
    #expect(try read(scratch.file("a", "1\tx\n2\ty")).texts == ["x", "y"])
    #expect(try read(scratch.file("b", "\u{FEFF}1\tx\n")).ids == ["1"])
    #expect(try read(scratch.file("c", "1\tx\n\n")).ids == ["1"])
    #expect(try read(scratch.file("d", "1\tx\r\n\r\n")).ids == ["1"])
    #expect(try read(scratch.file("e", "")).ids == [])
    #expect(try read(scratch.file("f", "\n"), .msmarco).ids == [])
  }

  @Test(arguments: [
    ("1\tx\nno tab here\n", "c:2: a tab is missing; expected pid<TAB>text"),
    ("1\tx\n\n2\ty\n", "c:2: the line is blank; expected pid<TAB>text"),
    ("1\tx\n\n\n", "c:2: the line is blank; expected pid<TAB>text"),
    ("1\tx\n \r\n2\ty\n", "c:2: the line is blank; expected pid<TAB>text"),
    ("1\tx\n\ty\n", "c:2: the id is empty; expected pid<TAB>text"),
    ("1\tx\na b\ty\n", "c:2: the id \"a b\" has white space and cannot stand in a TREC run; expected one without"),
  ])
  func `a bad line is an error with its number`(text: String, expected: String) throws {
    let scratch = try Scratch()
    let path = try scratch.file("c", text)
    #expect(
      message(scratch) { _ = try read(path, .msmarco) } == expected + "; correct it, or leave such records out with --skip-bad")
  }

  @Test func `invalid UTF-8 is refused with its offset, replaced only when asked, one mark a maximal part`() throws {
    let scratch = try Scratch()
    let bytes: [UInt8] = Array("1\tgood\n2\tab".utf8) + [0xF0, 0x9F, 0x98, 0x20, 0xC0, 0xAF] + Array("\n3\té\n".utf8)
    let path = try scratch.file("c", bytes)
    let refused = message(scratch) { _ = try read(path, .msmarco) }
    #expect(
      refused
        == "c:2: invalid UTF-8 at byte 4 of the line; expected UTF-8; correct it, put U+FFFD there with --replace-invalid-utf8,"
        + " or leave such records out with --skip-bad")
    let replaced = try read(path, .msmarco, ReadingOptions(replaceInvalidUTF8: true))
    #expect(replaced.texts == ["good", "ab\u{FFFD} \u{FFFD}\u{FFFD}", "é"])
    #expect("\(replaced.skipped)" == "replaced invalid UTF-8 in 1 record")
    #expect(try read(path, .msmarco, ReadingOptions(skipBad: true)).ids == ["1", "3"])
  }

  @Test func `skipping counts by kind and keeps the first few`() throws {
    let scratch = try Scratch()
    let path = try scratch.file("c", "1\tx\nbad\n\ty\nbad\n\n2\ty\nbad\nbad\na b\tz\n3\tz\n")
    for size in [1, 5, 1 << 20] {
      let reading = try read(path, .msmarco, ReadingOptions(skipBad: true, blockSize: size))
      #expect(reading.ids == ["1", "2", "3"])
      #expect(reading.lines == [1, 6, 10])
      #expect(reading.skipped.total == 7)
      let text = "\(reading.skipped)".split(separator: "\n").map(String.init)
      #expect(
        text.first == "skipped 7 bad records (missing tab: 4, empty id: 1, blank line: 1, id with white space: 1); the first:")
      #expect(text.count == 6 && text[1] == "  \(path):2: a tab is missing; expected pid<TAB>text")
    }
  }

  @Test func `a document of 100 MB is one document`() throws {
    let scratch = try Scratch()
    let long = [UInt8](repeating: 120, count: 100 << 20)
    let reading = try read(scratch.file("c", Array("1\ta\n2\t".utf8) + long + Array("\n3\tb\n".utf8)))
    #expect(reading.ids == ["1", "2", "3"] && reading.documents[1].document.text == long && reading.lines == [1, 2, 3])
  }
}
