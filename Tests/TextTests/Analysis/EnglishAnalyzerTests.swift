import Bytes
import Testing
import Text

@Suite struct `English analysis` {
  let analyzer = EnglishAnalyzer()

  private func terms(_ text: String) -> [String] { analyzer.terms(Array(text.utf8)).map(\.text) }

  @Test func `nothing comes of nothing`() {
    #expect(terms("") == [])
    #expect(terms(" \n\t.,;:'\"!?-") == [])
    #expect(terms("the of and") == [])
  }

  @Test func `the stemmer's departures from the paper`() {
    #expect(terms("analogy possibly us") == ["analog", "possibl", "us"])
  }

  @Test func `possessives, with any of three apostrophes`() {
    #expect(terms("dog's CAT\u{2019}S bird\u{FF07}s it's o'neil's cats'") == ["dog", "cat", "bird", "o'neil", "cat"])
  }

  @Test func `numbers keep their points and commas, words their inner stops`() {
    #expect(
      terms("3.14 1,000,000 e.g. u.s.a. 10:30 a_b well-known") == [
        "3.14", "1,000,000", "e.g", "u.s.a", "10", "30", "a_b", "well", "known",
      ])
  }

  @Test func `Han and Hiragana by the character, Katakana, Hangul and Thai by the run`() {
    #expect(terms("\u{4E2D}\u{56FD} \u{3042}\u{3044} \u{30AB}\u{30BF} \u{D55C}\u{AD6D} \u{E44}\u{E17}\u{E22}").count == 7)
  }

  @Test func `lower case may lengthen a word`() {
    let text = String(repeating: "\u{23A}", count: 200)
    #expect(terms(text) == [String(repeating: "\u{2C65}", count: 200)])
  }

  @Test func `a word longer than 255 is cut there`() {
    #expect(terms(String(repeating: "b", count: 600)).map(\.utf8.count) == [255, 255, 90])
    #expect(terms(String(repeating: "\u{1D552}", count: 200)).map(\.utf16.count) == [254, 146])
  }

  @Test(arguments: ["b", "y", "_", "\u{200D}", "\u{301}", "1.", "\u{1F1E9}"])
  func `a text of ten million bytes of one kind takes linear time`(kind: String) {
    let text = Array(String(repeating: kind, count: 10_000_000 / kind.utf8.count).utf8)
    var buffer = TermBuffer()
    let clock = ContinuousClock()
    let time = clock.measure { analyzer.analyze(text.span, into: &buffer) }
    #expect(time < .seconds(60))
  }

  @Test func `a buffer is reused and knows its terms`() {
    var buffer = TermBuffer()
    analyzer.analyze(Array("red apples".utf8).span, into: &buffer)
    analyzer.analyze(Array("green".utf8).span, into: &buffer)
    #expect((0..<buffer.count).map { ByteString(buffer[$0]) } == ["red", "appl", "green"])
    #expect(buffer.range(1) == 3..<7)
    buffer.removeAll()
    #expect(buffer.isEmpty && buffer.bytes.isEmpty && !buffer.isFull)
  }
}
