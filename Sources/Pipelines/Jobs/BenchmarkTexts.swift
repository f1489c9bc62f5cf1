internal import Files

/// Texts to time models with where no index gives any. The same in every run.
enum BenchmarkTexts {
  /// Ten words, each a token in the usual English vocabularies: twelve tokens with those around a text.
  static let query = Array("what is the long history of this old river city".utf8)

  private static let words = """
    the of and to in a is that for it was on are as with his they at be this from have or by one had not but what all were when we \
    there can an your which their said if do will each about how up out them then she many some so these would other into has more \
    her two like him see time could no make than first been its who now people my made over did down only way find use may water \
    long little very after words called just where most know get through back much before go good new write our used me man too any \
    day same right look think also around another came come work three word must because does part even place well such here take
    """.split(separator: " ").map(String.init)

  /// The pairs of a file, `query<TAB>passage` a line. Throws when there is none, or a line has no tab.
  static func pairs(path: String) throws -> [(query: [UInt8], passage: [UInt8])] {
    var reader = try LineReader(path: path)
    var pairs: [(query: [UInt8], passage: [UInt8])] = []
    while let line = try reader.next() {
      guard let tab = line.bytes.firstIndex(of: 9) else {
        throw PipelinesError.input(reason: "\(path):\(line.number): expected query<TAB>passage, found no tab")
      }
      pairs.append((Array(line.bytes[..<tab]), Array(line.bytes[(tab + 1)...])))
    }
    if pairs.isEmpty { throw PipelinesError.input(reason: "\(path) holds no pairs") }
    return pairs
  }

  /// Passages of 24 to 136 words, 72 on average.
  static func passages(_ count: Int) -> [[UInt8]] {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    return (0..<count).map { _ in
      let length = 24 + next(below: 113)
      return Array((0..<length).map { _ in words[next(below: words.count)] }.joined(separator: " ").utf8)
    }
  }
}
