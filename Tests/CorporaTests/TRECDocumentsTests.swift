import Corpora
import Testing

@Suite struct TRECDocumentsTests {
  private let newswire = """
    <DOC>
    <DOCNO> FT911-1 </DOCNO>
    <DATE>910514</DATE>
    <HEADLINE>
    FT 14 MAY 91 / A&amp;B &lt;grow&gt;
    </HEADLINE>
    <BYLINE>not indexed by Anserini</BYLINE>
    <TEXT>
    First <B>bold</B>line.<!-- no > comment -->
      <P>Caf&eacute; &#8364;5 &hyph; &nbsp;x &#x41; 3 < 4 & done</P>
    </TEXT>
    </DOC>

    <DOC><DOCNO>2</DOCNO><AUTHOR>A. Uthor</AUTHOR> and all the rest </DOC>
    """

  @Test(arguments: [1, 3, 50, 1 << 20])
  func `newswire elements are taken, other documents whole, tags and references go`(size: Int) throws {
    let scratch = try Scratch()
    let reading = try read(scratch.file("t", newswire), .auto, ReadingOptions(blockSize: size))
    #expect(reading.ids == ["FT911-1", "2"])
    #expect(reading.lines == [1, 14])
    #expect(
      reading.texts == [
        "910514 FT 14 MAY 91 / A&B <grow> First bold line. Café €5 &hyph; x A 3 < 4 & done", "A. Uthor and all the rest",
      ])
  }

  @Test(arguments: [
    (
      "<DOC>\n<DOCNO>1</DOCNO>x</DOC>\n<DOC>\ny</DOC>",
      "t:3: the document has no <DOCNO>; expected <DOCNO> id </DOCNO> behind <DOC>"
    ),
    ("<DOC><DOCNO>1</DOCNO>x\n\n<DOC><DOCNO>2</DOCNO>y</DOC>", "t:1: the document has no </DOC>; expected"),
    ("<DOC><DOCNO>1</DOCNO>x</DOC>\n<DOC><DOCNO>2</DOCNO>y", "t:2: the document has no </DOC>; expected"),
    ("<DOC><DOCNO>1</DOCNO>x</DOC>\nstray\n<DOC><DOCNO>2</DOCNO>y</DOC>", "t:1: text outside of any document; expected"),
    ("<DOC><DOCNO>1</DOCNO>x</DOC>\n</DOC>", "t:1: a </DOC> without <DOC>; expected"),
    ("<DOC><DOCNO>  </DOCNO>x</DOC>", "t:1: the document number is empty; expected <DOCNO> id </DOCNO>"),
    ("<DOC><DOCNO>a b</DOCNO>x</DOC>", "t:1: the document number \"a b\" has white space"),
    ("1\tx\n", "t:1: text outside of any document"),
  ])
  func `wrong markup is an error with its line`(text: String, expected: String) throws {
    let scratch = try Scratch()
    let path = try scratch.file("t", text)
    let found = message(scratch) { _ = try read(path, .trec) }
    #expect(found.hasPrefix(expected), "\(found)")
  }

  @Test func `skipping goes on behind the bad document, whatever the block size`() throws {
    let scratch = try Scratch()
    let text = "<DOC><DOCNO>1</DOCNO>x\n<DOC><DOCNO>2</DOCNO>y</DOC>\nstray\n<DOC>no</DOC>\n</DOC>\n<DOC><DOCNO>3</DOCNO>z</DOC>"
    for size in [1, 10, 1 << 20] {
      let reading = try read(scratch.file("t", text), .trec, ReadingOptions(skipBad: true, blockSize: size))
      #expect(reading.ids == ["2", "3"] && reading.lines == [2, 6])
      #expect(reading.skipped.counts.map(\.count) == [4])
    }
  }

  @Test func `invalid UTF-8 is placed by line and byte`() throws {
    let scratch = try Scratch()
    let bytes = Array("<DOC><DOCNO>1</DOCNO>\nab".utf8) + [0xE9] + Array("c</DOC>\n".utf8)
    let path = try scratch.file("t", bytes)
    #expect(message(scratch) { _ = try read(path, .trec) }.hasPrefix("t:2: invalid UTF-8 at byte 2 of the line"))
    let replaced = try read(path, .trec, ReadingOptions(replaceInvalidUTF8: true))
    #expect(replaced.texts == ["ab\u{FFFD}c"] && replaced.skipped.replaced == 1)
  }
}
