import Bytes
import TestSupport

/// Collections on which pruning goes wrong first: equal scores, equal bounds, long holes, hardly any document.
enum HardCollection: String, CaseIterable, Sendable {
  case none, oneDocument, oneEmptyDocument, onlyEmptyDocuments, equalDocuments, twoKinds, equalBounds, ladder, holes,
    windowBorders, manyTerms, random

  private static let words: [ByteString] = ["a", "b", "c", "d", "e", "f", "g", "h"]

  /// The documents, as terms.
  func documents(seed: UInt64) -> [[ByteString]] {
    var generator = SeededGenerator(seed: seed)
    let words = Self.words
    return switch self {
    case .none: []
    case .oneDocument: [["a", "b", "a"]]
    case .oneEmptyDocument: [[]]
    case .onlyEmptyDocuments: Array(repeating: [], count: 50)
    case .equalDocuments: Array(repeating: ["a", "b", "a"], count: 400)
    case .twoKinds: (0..<600).map { $0 % 2 == 0 ? ["a", "c"] : ["b", "c"] }
    // Every word is in as many documents, all of one length: all maxima are equal.
    case .equalBounds: (0..<800).map { [words[$0 % 8], words[($0 / 8) % 8]] }
    // Frequencies from 1 to 9 in documents of ten words.
    case .ladder: (0..<500).map { number in (0..<10).map { words[$0 <= number % 9 ? 0 : 1 + number % 7] } }
    case .holes: (0..<9000).map { $0 % 97 == 0 || $0 > 8800 ? [words[$0 % 5], "a"] : [] }
    case .windowBorders:
      (0..<12_400).map {
        [0, 127, 128, 4095, 4096, 4097, 8191, 8192, 12_287, 12_399].contains($0) ? ["a", words[$0 % 8]] : ["z"]
      }
    // Hundreds of short lists with one or two postings a window.
    case .manyTerms:
      (0..<900).map { number in
        (0..<number % 25).map { _ in ByteString("v\(Int.random(in: 0..<1200, using: &generator))") } + ["a"]
      }
    case .random:
      (0..<700).map { _ in
        (0..<Int.random(in: 0...40, using: &generator)).map { _ in words[Int.random(in: 0..<8, using: &generator)] }
      }
    }
  }

  /// Queries over them, with repeated words and with words that are nowhere.
  static let queries: [[ByteString]] = [
    [], ["nowhere"], ["a"], ["b", "b", "nowhere", "b"], ["a", "b"], ["c", "a", "z", "a"], words, words + ["z"] + words.suffix(3),
    (0..<992).map { ByteString("nowhere\($0)") } + words, (0..<1000).map { ByteString("v\($0)") },
  ]
}
