/// The patterns by which byte-level vocabularies cut words, each as a scanner that is linear in the text. The regular
/// expressions they stand for are known by their exact spelling.
enum WordPattern: Sendable, Equatable {
  /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
  case gpt2
  /// cl100k and its descendants, which differ in how many digits a word may have.
  case cl100k(digits: Int)
  /// CLIP: letters, single digits, other characters; white space matches nothing.
  case clip

  private static let contractions = "'s|'t|'re|'ve|'m|'ll|'d"
  private static let spaces = #"\s+(?!\S)|\s+"#

  init?(expression: String) {
    let cl100k = { (digits: String) in
      "(?i:\(Self.contractions))|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\(digits)| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\(Self.spaces)"
    }
    switch expression {
    case "\(Self.contractions)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\(Self.spaces)": self = .gpt2
    case cl100k("\\p{N}{1,3}"): self = .cl100k(digits: 3)
    case cl100k("\\p{N}{1,2}"): self = .cl100k(digits: 2)
    case cl100k("\\p{N}"): self = .cl100k(digits: 1)
    case cl100k("\\p{N}+"): self = .cl100k(digits: .max)
    case "\(Self.contractions)|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+": self = .clip
    default: return nil
    }
  }

  /// Whether every character is in some match.
  var coversAll: Bool { self != .clip }

  /// Adds the matches in a range.
  func split(_ text: Span<UInt8>, _ range: Range<Int>, into words: inout WordRanges) {
    let scanner = WordScanner(text.extracting(0..<range.upperBound))
    var index = range.lowerBound
    while index < range.upperBound {
      let end: Int
      switch self {
      case .gpt2: end = scanner.endOfGPT2Word(index)
      case .cl100k(let digits): end = scanner.endOfCL100KWord(index, digits: digits)
      case .clip:
        end = scanner.endOfCLIPWord(index)
        if scanner.kind(at: index).kind == .space {
          index = end
          continue
        }
      }
      words.append(index, end)
      index = end
    }
  }
}
