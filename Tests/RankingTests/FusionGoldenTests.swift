import Bytes
import Foundation
import Ranking
import TestSupport
import Testing

/// What others make of the same runs (Goldens/fusion/make.py).
private struct Golden: Decodable {
  struct Case: Decodable {
    var by: String
    var method: String
    var runs: String
    var weights: [Double]
    var fused: [String: [String: Double]]
  }

  var plain: [[String: [String: Double]]]
  var equal: [[String: [String: Double]]]
  var cases: [Case]

  static func read() throws -> Golden {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Goldens/fusion/fusion.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: path))
  }

  /// The runs of a case, best rows first.
  func runs(of golden: Case) -> [Run] {
    (golden.runs == "plain" ? plain : equal).prefix(golden.weights.count).map { run in
      let rankings = run.sorted { $0.key < $1.key }.map { query, rows in
        let documents = rows.map { RankedDocument(id: ByteString($0.key), score: $0.value) }
        return Ranking(query: ByteString(query), documents: documents.sorted { ($1.score, $0.id) < ($0.score, $1.id) })
      }
      return Run(tag: "r", rankings: rankings)
    }
  }
}

@Suite struct `Fusion as others have it` {
  private func fused(_ golden: Golden, _ one: Golden.Case, _ missing: MissingScore) throws -> Run {
    let normalization = try #require(ScoreNormalization(rawValue: one.method))
    return ScoreFusion(normalization, weights: one.weights, missing: missing).fuse(golden.runs(of: one), tag: "f")
  }

  @Test(arguments: ["ranx", "anserini"]) func `with zero for missing documents, scores are those of`(by: String) throws {
    let golden = try Golden.read()
    let cases = golden.cases.filter { $0.by == by }
    #expect(cases.count == (by == "ranx" ? 9 : 2))
    for one in cases {
      let run = try fused(golden, one, .zero)
      #expect(Set(run.rankings.map(\.query.text)) == Set(one.fused.keys))
      for ranking in run.rankings {
        let expected = try #require(one.fused[ranking.query.text])
        #expect(Set(ranking.documents.map(\.id.text)) == Set(expected.keys))
        for row in ranking.documents {
          let score = try #require(expected[row.id.text])
          #expect(abs(score - row.score) < (by == "ranx" ? 1e-12 : 2e-6), "\(one.method) \(ranking.query) \(row.id)")
        }
      }
    }
  }

  /// Pyserini puts the middle of the scores at 0, which takes half of each weight off every score.
  @Test func `with the last score for missing documents, scores are those of Pyserini's hybrid search`() throws {
    let golden = try Golden.read()
    let cases = golden.cases.filter { $0.by == "pyserini" }
    #expect(cases.count == 4)
    for one in cases {
      let shift = one.method == "minmax" ? one.weights.reduce(0, +) / 2 : 0
      for ranking in try fused(golden, one, .last).rankings {
        let expected = try #require(one.fused[ranking.query.text])
        #expect(ranking.documents.count == expected.count)
        for row in ranking.documents {
          #expect(
            abs(try #require(expected[row.id.text]) + shift - row.score) < 1e-12, "\(one.method) \(ranking.query) \(row.id)")
        }
      }
    }
  }

  @Test func `what is missing changes linear and zscore, and of minmax only rankings of equal scores`() throws {
    let golden = try Golden.read()
    for one in golden.cases where one.by == "ranx" {
      let same = try fused(golden, one, .zero) == fused(golden, one, .last)
      #expect(same == (one.method == "minmax"), "\(one.method)")
    }
  }
}
