import Bytes
import Foundation
import Testing

/// The slow twin of byte-level tokenizers without a normaliser: words by a regular expression, merges by looking through all
/// pairs again and again.
struct SlowBPE {
  let vocabulary: [String: Int32]
  let ranks: [String: Int]
  let expression: NSRegularExpression
  let ignoresMerges: Bool

  static let gpt2 = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  static let llama3 =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  init(_ json: JSONValue, pattern: String) throws {
    let tokens = try #require(json["model"]?["vocab"]?.object)
    vocabulary = Dictionary(uniqueKeysWithValues: tokens.map { ($0.key.text, Int32($0.value.int ?? -1)) })
    let merges = try #require(json["model"]?["merges"]?.array).map { $0.array?.map { $0.string?.text ?? "" } ?? [] }
    ranks = Dictionary(uniqueKeysWithValues: merges.enumerated().map { ($1.joined(separator: " "), $0) })
    expression = try NSRegularExpression(pattern: pattern)
    ignoresMerges = json["model"]?["ignore_merges"]?.bool ?? false
  }

  /// Ids and offsets, without special tokens around the text and without trimming.
  func encode(_ text: String) -> (ids: [Int32], offsets: [Range<Int>]) {
    var result: (ids: [Int32], offsets: [Range<Int>]) = ([], [])
    let units = Array(text.utf16)
    for match in expression.matches(in: text, range: NSRange(location: 0, length: units.count)) {
      let range = match.range.location..<match.range.location + match.range.length
      let first = units[..<range.lowerBound].count { !UTF16.isTrailSurrogate($0) }
      add(String(decoding: units[range], as: UTF16.self), from: first, &result)
    }
    return result
  }

  private func add(_ word: String, from first: Int, _ result: inout (ids: [Int32], offsets: [Range<Int>])) {
    // Each byte's visible character, and the code point it is a part of.
    let bytes = word.unicodeScalars.enumerated().flatMap { offset, scalar in
      String(scalar).utf8.map { (SlowBPE.visible($0), first + offset) }
    }
    let whole = bytes.map(\.0).joined()
    var parts = bytes.map(\.0)
    if ignoresMerges, vocabulary[whole] != nil { parts = [whole] } else { merge(&parts) }
    var start = 0
    for part in parts {
      let end = start + part.unicodeScalars.count
      result.ids.append(vocabulary[part] ?? -1)
      result.offsets.append(bytes[start].1..<bytes[end - 1].1 + 1)
      start = end
    }
  }

  private func merge(_ parts: inout [String]) {
    while true {
      let pairs = zip(parts, parts.dropFirst()).map { ranks["\($0) \($1)"] ?? .max }
      guard let lowest = pairs.min(), lowest < .max, let place = pairs.firstIndex(of: lowest) else { return }
      parts.replaceSubrange(place...place + 1, with: [parts[place] + parts[place + 1]])
    }
  }

  private static let visibles: [String] = {
    let printable = Set(Array(0x21...0x7E) + Array(0xA1...0xAC) + Array(0xAE...0xFF))
    var others = (0..<256).filter { !printable.contains($0) }.makeIterator()
    var shifted: [Int: Int] = [:]
    while let other = others.next() { shifted[other] = 256 + shifted.count }
    return (0..<256).map { String(Unicode.Scalar(UInt32(shifted[$0] ?? $0)).map(Character.init) ?? "?") }
  }()

  private static func visible(_ byte: UInt8) -> String { visibles[Int(byte)] }
}
