import Bytes
import Foundation
import TestSupport
import Testing
import Text

/// A text and its terms by Anserini.
struct AnalysedText: Decodable {
  let text: String
  let terms: [String]

  /// Our terms when they differ from the reference's.
  func difference(_ analyzer: EnglishAnalyzer) -> String? {
    let ours = analyzer.terms(Array(text.utf8))
    return ours == terms.map { ByteString($0) } ? nil : "\(text.debugDescription): \(ours), reference \(terms)"
  }
}

@Suite struct `English analysis against Lucene` {
  let analyzer = EnglishAnalyzer()

  @Test func `the committed sample gives the reference's terms`() throws {
    let file = SharedData.projectRoot.appendingPathComponent("Tests/TextTests/Goldens/analysis.jsonl")
    let texts = try Data(contentsOf: file).split(separator: 10).map {
      try JSONDecoder().decode(AnalysedText.self, from: Data($0))
    }
    #expect(texts.count == 201)
    let wrong = texts.compactMap { $0.difference(analyzer) }
    #expect(wrong.isEmpty, "\(wrong.count) differ: \(wrong.prefix(10))")
  }

  @Test(.enabled(if: SharedData.available, "needs ../shared"))
  func `every reference text gives the reference's terms`() throws {
    let texts = try SharedData.lines("data/lucene/analysis.jsonl.gz").map {
      try JSONDecoder().decode(AnalysedText.self, from: Data($0))
    }
    #expect(texts.count == 3_742)
    let wrong = texts.compactMap { $0.difference(analyzer) }
    #expect(wrong.isEmpty, "\(wrong.count) differ: \(wrong.prefix(10))")
  }

  @Test(.enabled(if: SharedData.available, "needs ../shared"))
  func `every reference word gives the reference's stem`() throws {
    var wrong: [String] = []
    let rows = try SharedData.lines("data/lucene/stems.tsv.gz")
    for row in rows {
      let fields = row.split(separator: 9, maxSplits: 1, omittingEmptySubsequences: false)
      let expected = fields[1].split(separator: 32).map { ByteString($0) }
      let ours = analyzer.terms(Array(fields[0]))
      if ours != expected { wrong.append("\(ByteString(fields[0])): \(ours), reference \(expected)") }
    }
    #expect(rows.count == 62_669)
    #expect(wrong.isEmpty, "\(wrong.count) differ: \(wrong.prefix(10))")
  }

  @Test(.enabled(if: SharedData.available, "needs ../shared"))
  func `every code point breaks words and lowers its case as the reference`() throws {
    struct Row: Decodable {
      let analysed: AnalysedText
      init(from decoder: any Decoder) throws {
        var row = try decoder.unkeyedContainer()
        _ = try row.decode(Int.self)
        analysed = AnalysedText(text: try row.decode(String.self), terms: try row.decode([String].self))
      }
    }
    let rows = try SharedData.lines("data/lucene/codepoints.jsonl.gz").map { try JSONDecoder().decode(Row.self, from: Data($0)) }
    #expect(rows.count == 49_087)
    let wrong = rows.compactMap { $0.analysed.difference(analyzer) }
    #expect(wrong.isEmpty, "\(wrong.count) differ: \(wrong.prefix(10))")
  }
}
