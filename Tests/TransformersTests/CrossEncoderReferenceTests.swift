import Bytes
import Foundation
import TestSupport
import Testing
import Transformers

/// Reference logits of the shared cross-encoder, with the texts they belong to.
private struct References {
  let pairs: [(query: [UInt8], passage: [UInt8])]
  let logits: [Double]

  /// Every `step`th pair of a year.
  init(_ year: String, every step: Int) throws {
    let rows = try SharedData.lines("models/cross-encoder-minilm-l6/reference.\(year).tsv.gz").map { $0.split(separator: 9) }
    let chosen = stride(from: 0, to: rows.count, by: step).map { rows[$0] }
    let queries = try SharedData.lines("data/msmarco-dl/queries.\(year).tsv").map { $0.split(separator: 9, maxSplits: 1) }
    let query = Dictionary(uniqueKeysWithValues: queries.map { (ByteString($0[0]), Array($0[1])) })
    var text: [ByteString: [UInt8]] = [:]
    for line in try SharedData.lines("data/msmarco-dl/passages.jsonl.zst") {
      let passage = try JSONValue(parsing: line)
      if let id = passage["id"]?.string { text[id] = passage["text"]?.string?.bytes }
    }
    pairs = try chosen.map { (try #require(query[ByteString($0[0])]), try #require(text[ByteString($0[1])])) }
    logits = chosen.compactMap { Double(String(decoding: $0[2], as: UTF8.self)) }
  }

  /// The greatest difference between Winnow's logits and these.
  func worst() throws -> Double {
    let encoder = try CrossEncoder(folder: SharedData.path("models/cross-encoder-minilm-l6"))
    return distance(try encoder.score(pairs, threads: 2), [logits])
  }
}

private let shared = SharedData.exists("models/cross-encoder-minilm-l6")

@Test(.enabled(if: shared, "needs ../shared"))
func `logits of 200 real pairs are within 1e-3 of the references`() throws {
  let references = try References("dl19", every: 21)
  #expect(references.pairs.count > 200)
  #expect(try references.worst() < 1e-3)
}

private let slow = shared && ProcessInfo.processInfo.environment["WINNOW_SLOW"] == "1"

@Suite(.enabled(if: slow, "needs ../shared and WINNOW_SLOW=1"))
struct SlowCrossEncoderTests {
  @Test(arguments: ["dl19", "dl20"])
  func `logits of all pairs of a year are within 1e-3 of the references`(year: String) throws {
    let references = try References(year, every: 1)
    let worst = try references.worst()
    print("\(year): \(references.pairs.count) logits, the greatest difference \(worst)")
    #expect(references.pairs.count > 4_000 && worst < 1e-3)
  }
}
