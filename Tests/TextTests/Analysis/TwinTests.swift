import Bytes
import TestSupport
import Testing
import Text

/// The whole analysis by the slow twins.
private func slowTerms(_ bytes: [UInt8]) -> [ByteString] {
  SlowWordBreaks.words(String(decoding: bytes, as: UTF8.self), NastyAlphabet.of).compactMap { word in
    var scalars = Array(word.unicodeScalars)
    if scalars.count > 1, "sS".unicodeScalars.contains(scalars[scalars.count - 1]),
      "'\u{2019}\u{FF07}".unicodeScalars.contains(scalars[scalars.count - 2])
    {
      scalars.removeLast(2)
    }
    // Java lowers one code point to one: U+0130 becomes i, without the dot that Unicode's full mapping adds.
    let lower = scalars.map { $0.value == 0x130 ? "i" : $0.properties.lowercaseMapping }.joined()
    return slowStopWords.contains(ByteString(lower)) ? nil : ByteString(SlowPorter.stem(lower))
  }
}

private let slowStopWords = Set(
  """
  a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with
  """.split(whereSeparator: \.isWhitespace).map { ByteString(String($0)) })

@Suite struct `Analysis against its slow twins` {
  let analyzer = EnglishAnalyzer()

  /// A text of pieces from a few characters of the alphabet, so that the same ones meet often.
  private func text(_ random: inout SeededGenerator, pieces: Int) -> [UInt8] {
    let few = (0..<Int.random(in: 2...12, using: &random)).map { _ -> [UInt8] in
      if Int.random(in: 0..<12, using: &random) == 0 { return NastyAlphabet.broken.randomElement(using: &random) ?? [] }
      return Array(String(NastyAlphabet.scalars.randomElement(using: &random) ?? "x").utf8)
    }
    return (0..<pieces).flatMap { _ in few.randomElement(using: &random) ?? [] }
  }

  private func check(_ text: [UInt8]) {
    let fast = analyzer.terms(text)
    let slow = slowTerms(text)
    #expect(fast == slow, "\(String(decoding: text, as: UTF8.self).debugDescription)")
  }

  @Test func `random short texts from a nasty alphabet`() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<6_000 { check(text(&random, pieces: Int.random(in: 0...24, using: &random))) }
  }

  @Test func `random texts around the limit of 255 units`() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<60 { check(text(&random, pieces: Int.random(in: 240...600, using: &random))) }
  }

  @Test func `runs of one character with another now and then`() {
    var random = SeededGenerator(seed: 3)
    for scalar in NastyAlphabet.scalars {
      let other = NastyAlphabet.scalars.randomElement(using: &random) ?? "x"
      let run = String(repeating: String(scalar), count: Int.random(in: 120...300, using: &random))
      check(Array((run + String(other) + run).utf8))
    }
  }

  @Test func `every three ASCII characters between letters`() {
    let ascii = (0..<128).map { UInt8($0) }.filter { NastyAlphabet.traits[Unicode.Scalar($0)] != nil }
    for first in ascii {
      for second in ascii {
        for third in [UInt8(ascii: "a"), UInt8(ascii: "5"), UInt8(ascii: " ")] { check([third, first, second, third]) }
      }
    }
  }

  @Test func `random chains of suffixes and letters stem alike`() {
    var random = SeededGenerator(seed: 4)
    let parts =
      ("a e i o u y b l s t w x z n ss ll ed eed ing ies sses at bl iz ational tional enci anci izer bli alli entli eli ousli ization "
      + "ation ator alism iveness fulness ousness aliti iviti biliti logi icate ative alize iciti ical ful ness al ance ence er ic "
      + "able ible ant ement ment ent sion tion ion ou ism ate iti ous ive ize e \u{E9} \u{E9} \u{10428} 5").split(separator: " ")
    for round in 0..<60_000 {
      let most = round % 50 == 0 ? 60 : 5
      let word = (0..<Int.random(in: 1...most, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
      guard word.utf16.count <= 255 else { continue }
      var terms = TermBuffer()
      let kept = analyzer.appendTerm(ofWord: Array(word.utf8).span, to: &terms)
      let expected = slowStopWords.contains(ByteString(word)) ? [] : Array(SlowPorter.stem(word).utf8)
      #expect(kept == !expected.isEmpty)
      #expect(terms.bytes == expected, "\(word)")
    }
  }

  @Test func `words and then their terms are the analysis`() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<500 {
      let text = text(&random, pieces: 60)
      var words = TermBuffer()
      var terms = TermBuffer()
      analyzer.words(text.span, into: &words)
      for index in 0..<words.count { analyzer.appendTerm(ofWord: Array(words[index]).span, to: &terms) }
      var whole = TermBuffer()
      analyzer.analyze(text.span, into: &whole)
      #expect(terms.bytes == whole.bytes && terms.ends == whole.ends)
    }
  }
}
