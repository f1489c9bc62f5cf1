import Bytes
import Foundation
import TestSupport
import Testing
import Text

private func charsmap() throws -> [UInt8] {
  let text = try #require(try UnigramGoldens.configuration("t5-legacy")["normalizer"]?["precompiled_charsmap"]?.string)
  return Array(try #require(Data(base64Encoded: text.text)))
}

/// A tokenizer of single characters behind a charsmap.
private func tokenizer(_ charsmap: String) throws -> Tokenizer {
  let pieces: [JSONValue] = [["<unk>", 0.0], ["a", -1.0], ["!", -1.0]]
  let json: JSONValue = [
    "model": ["type": "Unigram", "unk_id": 0, "vocab": .array(pieces)],
    "normalizer": ["type": "Precompiled", "precompiled_charsmap": JSONValue(charsmap)],
  ]
  return try Tokenizer(json: json.serialized(), source: "t.json")
}

@Test func `a damaged charsmap is an error that names it, or harmless`() throws {
  let whole = try charsmap()
  var random = SeededGenerator(seed: 17)
  var refused = 0
  for trial in 0..<400 {
    var bytes = whole
    if trial % 4 == 0 { bytes.removeLast(Int.random(in: 1...bytes.count, using: &random)) }
    for _ in 0..<(trial % 4) where !bytes.isEmpty {
      let limit = Bool.random(using: &random) ? min(64, bytes.count) : bytes.count
      bytes[Int.random(in: 0..<limit, using: &random)] = UInt8.random(in: 0...255, using: &random)
    }
    do {
      let damaged = try tokenizer(Data(bytes).base64EncodedString())
      var text = SeededText(seed: UInt64(trial))
      for _ in 0..<20 { #expect(damaged.encode(text.bytes()).ids.allSatisfy { $0 >= 0 && $0 < 3 }) }
    } catch {
      #expect("\(error)".hasPrefix("t.json: 'normalizer.precompiled_charsmap' should be a double array"))
      refused += 1
    }
  }
  #expect(refused > 100)
}

@Test(arguments: ["", "AAA", "AA=A", "A===", "****", "AAAA", "BAAAAA=="])
func `what is not a charsmap is refused`(text: String) {
  #expect(throws: TokenizerError.self) { try tokenizer(text) }
}

@Test func `graphemes of less than six bytes are one, longer ones are characters`() throws {
  // Every first byte of a character is mapped to "!": a grapheme in one piece gives one, in parts as many as it has characters.
  let folder = SharedData.projectRoot.appendingPathComponent("Tests/TextTests/Goldens/Subword")
  let bytes = try Array(Data(contentsOf: folder.appendingPathComponent("first-bytes.charsmap")))
  let tokenizer = try tokenizer(Data(bytes).base64EncodedString())
  var random = SeededText(seed: 18)
  for _ in 0..<3000 {
    let text = random.text()
    let expected = text.reduce(0) { $0 + ($1.utf8.count < 6 && $1 != "\0" ? 1 : $1.unicodeScalars.count) }
    let count = tokenizer.encode(Array(text.utf8)).ids.count
    #expect(text.contains("\0") || count == expected, "\(text.unicodeScalars.map { String($0.value, radix: 16) })")
  }
}
