public import Bytes

/// The terms of English text, identical to Anserini's `DefaultEnglishAnalyzer` with its default stemmer: Lucene's StandardTokenizer,
/// English possessive, lower case, 33 stop words, PorterStemmer.
///
/// Text is UTF-8; where it is not, every ill-formed sequence separates words. Time is linear in the text on any input.
public struct EnglishAnalyzer: Sendable {
  /// The analysis as manifests name it.
  public static let name = "english-porter-1"

  let breaker = WordBreaker()
  let lowerCase = LowerCase.shared
  let stopWords = EnglishStopWords.shared
  let stemmer = PorterStemmer()
  let roles = ASCIIRole.ofByte
  let folded = EnglishAnalyzer.foldedASCII

  /// An analyzer; all share one set of tables.
  public init() {}

  /// Appends the terms of a text to `terms`, in text order.
  public func analyze(_ text: Span<UInt8>, into terms: inout TermBuffer) {
    scan(text, into: &terms, stemming: true)
  }

  /// Appends the words of a text: in lower case, without possessive, stop words included and nothing stemmed.
  ///
  /// `appendTerm(ofWord:to:)` makes the term of each, so that a caller who remembers words stems each distinct one once.
  public func words(_ text: Span<UInt8>, into words: inout TermBuffer) {
    scan(text, into: &words, stemming: false)
  }

  /// Appends the term of one word as `words(_:into:)` gives it; false, and nothing is appended, when it is a stop word.
  @discardableResult public func appendTerm(ofWord word: Span<UInt8>, to terms: inout TermBuffer) -> Bool {
    let start = terms.bytes.count
    let count = terms.count
    terms.append(word)
    guard terms.count > count else { return false }
    var bytes = terms.bytes.mutableSpan
    let length = normalise(&bytes, start: start, count: word.count, isASCII: EnglishAnalyzer.isASCII(word))
    terms.bytes.removeLast(word.count - length)
    terms.ends.removeLast()
    if length > 0 { terms.ends.append(Int32(truncatingIfNeeded: start + length)) }
    return length > 0
  }

  /// The terms of a text, for callers who need no speed.
  public func terms(_ text: [UInt8]) -> [ByteString] {
    var buffer = TermBuffer()
    analyze(text.span, into: &buffer)
    return (0..<buffer.count).map { ByteString(buffer[$0]) }
  }

  /// Stop words and stemming, in place: how many bytes the term has, 0 for a stop word.
  @inline(__always) func normalise(_ bytes: inout MutableSpan<UInt8>, start: Int, count: Int, isASCII: Bool) -> Int {
    if count <= EnglishStopWords.longest {
      var packed: UInt64 = 0
      for index in start..<start + count { packed = packed << 8 | UInt64(bytes[index]) }
      if stopWords.contains(packed: packed) { return 0 }
    }
    return isASCII
      ? stemmer.stem(&bytes, start: start, count: count) : stemmer.stemWide(&bytes, start: start, count: count)
  }

  private static func isASCII(_ word: Span<UInt8>) -> Bool {
    var all: UInt8 = 0
    for index in word.indices { all |= word[index] }
    return all < 0x80
  }

  /// For each byte its lower case if it is an ASCII letter or digit, else 0.
  private static let foldedASCII: [UInt8] = (0...255).map { (byte: UInt8) in
    guard ASCIIRole.ofByte[Int(byte)] == ASCIIRole.letterOrDigit else { return 0 }
    return byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}
