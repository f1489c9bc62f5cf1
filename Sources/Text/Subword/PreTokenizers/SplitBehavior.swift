internal import Bytes

/// What becomes of the separators that a pattern finds (`SplitDelimiterBehavior`).
enum SplitBehavior: String, Sendable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"

  init(_ field: TokenizerField) throws(TokenizerError) {
    let name = try field.string().text
    guard let behavior = SplitBehavior(rawValue: name) else {
      let known = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
      throw field.unknownKind(name, known: known)
    }
    self = behavior
  }
}

/// Joins the pieces between and at the matches of a pattern to words; pieces come in order and cover the text.
struct PieceJoiner {
  private let behavior: SplitBehavior
  /// The word in the making, and whether the piece before was a match.
  private var pending: Range<Int>?
  private var wasMatch = false

  init(_ behavior: SplitBehavior) { self.behavior = behavior }

  mutating func add(_ piece: Range<Int>, isMatch: Bool, into words: inout WordRanges) {
    if piece.isEmpty { return }
    if behavior == .removed && isMatch { return finish(into: &words) }
    if let start = pending?.lowerBound, joins(isMatch) {
      pending = start..<piece.upperBound
    } else {
      finish(into: &words)
      pending = piece
    }
    wasMatch = isMatch
  }

  /// Whether a piece continues the word in the making.
  private func joins(_ isMatch: Bool) -> Bool {
    switch behavior {
    case .removed, .isolated: false
    case .contiguous: isMatch == wasMatch
    case .mergedWithPrevious: isMatch && !wasMatch
    case .mergedWithNext: !isMatch && wasMatch
    }
  }

  mutating func finish(into words: inout WordRanges) {
    if let word = pending { words.append(word.lowerBound, word.upperBound) }
    pending = nil
  }
}
