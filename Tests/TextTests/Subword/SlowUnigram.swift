import Bytes
import Testing
import Text

/// The slow twin of the Viterbi search: strings, dictionaries, every piece tried at every place.
private struct SlowUnigram {
  let scores: [ByteString: (id: Int32, score: Double)]
  let unknown: Int32

  func encode(_ word: String) -> [Int32] {
    let scalars = Array(word.unicodeScalars)
    let least = (scores.values.map(\.score).min() ?? 0) - 10
    var best: [(score: Double, start: Int, id: Int32)?] = [(0, 0, -1)] + scalars.map { _ in nil }
    for start in scalars.indices {
      guard let before = best[start]?.score else { continue }
      for end in start + 1...scalars.count {
        let piece = scores[ByteString(String(String.UnicodeScalarView(scalars[start..<end])))]
        guard let (id, score) = piece ?? (end == start + 1 ? (unknown, least) : nil) else { continue }
        if best[end].map({ before + score > $0.score }) ?? true { best[end] = (before + score, start, id) }
      }
    }
    var ids: [Int32] = []
    var end = scalars.count
    while end > 0, let node = best[end] {
      if node.id != unknown || ids.last != unknown { ids.append(node.id) }
      end = node.start
    }
    return ids.reversed()
  }
}

/// What Metaspace makes of a word, scalar by scalar.
private func spelled(_ word: String) -> String {
  let scalars = word.unicodeScalars.map { $0 == " " ? "▁" : $0 }
  return String(String.UnicodeScalarView((scalars.first == "▁" ? [] : ["▁"]) + scalars))
}

@Test func `the Viterbi search and its slow twin agree on random words`() throws {
  let json = try UnigramGoldens.configuration("first-whole")
  let tokenizer = try Tokenizer(json: json.serialized(), source: "first-whole")
  var scores: [ByteString: (id: Int32, score: Double)] = [:]
  for (index, piece) in try #require(json["model"]?["vocab"]?.array).enumerated() {
    scores[try #require(piece.array?[0].string)] = (Int32(index), try #require(piece.array?[1].double))
  }
  let slow = SlowUnigram(scores: scores, unknown: 0)
  let pieces = scores.keys.map(\.text).sorted()
  var random = SeededText(seed: 15)
  for _ in 0..<3000 {
    let word = (0..<8).map { _ in random.pick(pieces + ["x", "q", "\u{4E2D}", " "]) }.joined()
    let expected = slow.encode(spelled(word))
    if !word.contains("<unk>") { #expect(tokenizer.encode(Array(word.utf8)).ids == expected, "\(word)") }
  }
}

@Test func `a vocabulary of random strings is found again, the last of equal ones, and nothing else`() throws {
  var random = SeededText(seed: 16)
  var ids: [ByteString: Int32] = [:]
  var vocabulary: [JSONValue] = [["<unk>", 0.0]]
  for index in 1..<20_000 {
    let token = String(random.text().unicodeScalars.prefix(random.pick([1, 2, 3, 5, 8, 13])))
    ids[ByteString(token)] = Int32(index)
    vocabulary.append([JSONValue(token), -1.5])
  }
  let json: JSONValue = ["model": ["type": "Unigram", "unk_id": 0, "vocab": .array(vocabulary)]]
  let tokenizer = try Tokenizer(json: json.serialized(), source: "random")
  for (token, id) in ids where !token.isEmpty {
    #expect(tokenizer.id(of: token) == id)
    let longer = ByteString(token.bytes + [0xF0])
    #expect(tokenizer.id(of: longer) == ids[longer])
    let shorter = ByteString(token.bytes.dropLast())
    #expect(shorter.isEmpty || tokenizer.id(of: shorter) == ids[shorter])
  }
}
