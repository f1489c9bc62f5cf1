import Bytes
import Foundation
import Text

/// The slow twin of the uncased tokenizer: whole arrays of scalars, one pass a rule, Swift's and Foundation's Unicode data.
struct SlowWordPiece {
  /// A scalar and the code point of the original that it stands for.
  typealias Scalar = (scalar: Unicode.Scalar, source: Int)

  let vocabulary: [ByteString: Int32]
  let special: [String]
  let longestWord: Int

  /// Ids and offsets without the special tokens around the text.
  func encode(_ text: String) -> (ids: [Int32], offsets: [Range<Int>]) {
    var result: (ids: [Int32], offsets: [Range<Int>]) = ([], [])
    var rest: [Scalar] = text.unicodeScalars.enumerated().map { ($1, $0) }
    while !rest.isEmpty {
      let (before, token, after) = split(rest)
      for word in SlowWordPiece.words(SlowWordPiece.normalize(before)) { add(word, &result) }
      if let token {
        result.ids.append(vocabulary[ByteString(token)] ?? -1)
        result.offsets.append(after.source..<after.source + token.unicodeScalars.count)
      }
      rest = after.rest
    }
    return result
  }

  private func split(_ text: [Scalar]) -> (before: [Scalar], token: String?, after: (source: Int, rest: [Scalar])) {
    for start in text.indices {
      for token in special where text[start...].map(\.scalar).starts(with: token.unicodeScalars) {
        return (Array(text[..<start]), token, (text[start].source, Array(text[(start + token.unicodeScalars.count)...])))
      }
    }
    return (text, nil, (0, []))
  }

  private func add(_ word: [Scalar], _ result: inout (ids: [Int32], offsets: [Range<Int>])) {
    var pieces: [(Int32, Range<Int>)] = []
    var start = 0
    while start < word.count && word.count <= longestWord {
      guard let end = (start + 1...word.count).last(where: { id(word[start..<$0], start) != nil }),
        let id = id(word[start..<end], start)
      else { break }
      pieces.append((id, word[start].source..<word[end - 1].source + 1))
      start = end
    }
    if start < word.count { pieces = [(vocabulary["[UNK]"] ?? -1, word[0].source..<word[word.count - 1].source + 1)] }
    result.ids += pieces.map(\.0)
    result.offsets += pieces.map(\.1)
  }

  private func id(_ piece: ArraySlice<Scalar>, _ start: Int) -> Int32? {
    let text = String(String.UnicodeScalarView(piece.map(\.scalar)))
    return vocabulary[ByteString((start > 0 ? "##" : "") + text)]
  }
}

extension SlowWordPiece {
  static func normalize(_ text: [Scalar]) -> [Scalar] {
    let cleaned = text.filter { !isRemoved($0.scalar) }.map { $0.scalar.properties.isWhitespace ? (" ", $0.source) : $0 }
    let spaced = cleaned.flatMap { one -> [Scalar] in
      isChinese(one.scalar) ? [(" ", one.source), one, (" ", one.source)] : [one]
    }
    return decomposed(spaced).filter { $0.scalar.properties.generalCategory != .nonspacingMark }.flatMap { one in
      one.scalar.properties.lowercaseMapping.unicodeScalars.map { ($0, one.source) }
    }
  }

  /// Canonical decomposition; originals go by place, an inserted scalar has that of the one before.
  private static func decomposed(_ text: [Scalar]) -> [Scalar] {
    var all: [(scalar: Unicode.Scalar, isInserted: Bool)] = []
    for one in text {
      let parts = String(Character(one.scalar)).decomposedStringWithCanonicalMapping.unicodeScalars
      for (index, part) in parts.enumerated() { all.append((part, index > 0)) }
    }
    var swapped = true
    while swapped {
      swapped = false
      for index in all.indices.dropFirst() {
        let (left, right) = (rank(all[index - 1].scalar), rank(all[index].scalar))
        if right > 0 && left > right { (swapped, _) = (true, all.swapAt(index - 1, index)) }
      }
    }
    var next = 0
    return all.map { one in
      if !one.isInserted { next += 1 }
      return (one.scalar, text[max(0, next - 1)].source)
    }
  }

  private static func rank(_ scalar: Unicode.Scalar) -> UInt8 { scalar.properties.canonicalCombiningClass.rawValue }

  static func words(_ text: [Scalar]) -> [[Scalar]] {
    var words: [[Scalar]] = [[]]
    for one in text {
      if one.scalar.properties.isWhitespace {
        words.append([])
      } else if isPunctuation(one.scalar) {
        words += [[one], []]
      } else {
        words[words.count - 1].append(one)
      }
    }
    return words.filter { !$0.isEmpty }
  }

  private static func isRemoved(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\t" || scalar == "\n" || scalar == "\r" { return false }
    return scalar == "\u{FFFD}" || [.control, .format, .privateUse].contains(scalar.properties.generalCategory)
  }

  private static func isChinese(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x4E00 && scalar.value <= 0x9FFF }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".unicodeScalars.contains(scalar) }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
      .otherPunctuation:
      return true
    default: return false
    }
  }
}
