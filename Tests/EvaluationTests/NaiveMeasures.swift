import Bytes
import Evaluation
import Foundation
import Ranking

/// Measures straight from their definitions, over plain dictionaries: slow twins.
struct NaiveMeasures {
  var ranked: [DocumentID]
  var judged: [DocumentID: Int32]
  var level: Int32

  init(_ rows: [RankedDocument], _ judged: [DocumentID: Int32], level: Int32, asFloat: Bool) {
    let sorted = rows.sorted { left, right in
      let (a, b) = asFloat ? (Double(Float(left.score)), Double(Float(right.score))) : (left.score, right.score)
      return a == b ? right.id < left.id : a > b
    }
    ranked = sorted.map(\.id)
    self.judged = judged
    self.level = level
  }

  func isRelevant(_ id: DocumentID) -> Bool { judged[id].map { $0 >= level } ?? false }
  var relevant: Int { judged.values.count { $0 >= level } }
  func top(_ k: Int) -> [DocumentID] { Array(ranked.prefix(k)) }

  func precision(_ k: Int) -> Double { Double(top(k).count(where: isRelevant)) / Double(k) }
  func recall(_ k: Int) -> Double { relevant == 0 ? 0 : Double(top(k).count(where: isRelevant)) / Double(relevant) }
  func success(_ k: Int) -> Double { top(k).contains(where: isRelevant) ? 1 : 0 }
  func reciprocalRank(_ k: Int) -> Double { top(k).firstIndex(where: isRelevant).map { 1 / Double($0 + 1) } ?? 0 }
  func averagePrecision(_ k: Int) -> Double {
    let sum = top(k).indices.filter { isRelevant(ranked[$0]) }.reduce(0.0) { $0 + precision($1 + 1) }
    return relevant == 0 ? 0 : sum / Double(relevant)
  }
  func discountedGain(_ grades: [Int32]) -> Double {
    grades.enumerated().reduce(0.0) { $0 + Double(max(0, $1.element)) / log2(Double($1.offset + 2)) }
  }
  func normalisedGain(_ k: Int) -> Double {
    let ideal = discountedGain(Array(judged.values.sorted(by: >).prefix(k)))
    return ideal == 0 ? 0 : discountedGain(top(k).map { judged[$0] ?? 0 }) / ideal
  }
  func binaryPreference() -> Double {
    let nonrelevant = judged.values.count { $0 >= 0 && $0 < level }
    let bad = ranked.filter { judged[$0].map { $0 >= 0 && $0 < level } ?? false }
    let sum = ranked.enumerated().filter { isRelevant($0.element) }.reduce(0.0) { sum, row in
      let above = bad.count { ranked.firstIndex(of: $0)! < row.offset }
      return sum + (above == 0 ? 1 : 1 - Double(min(above, relevant)) / Double(min(nonrelevant, relevant)))
    }
    return relevant == 0 ? 0 : sum / Double(relevant)
  }
  func judgedShare(_ k: Int) -> Double {
    top(k).isEmpty ? 0 : Double(top(k).count { judged[$0] != nil }) / Double(top(k).count)
  }

  /// The value of a measure by its name.
  func value(_ name: String) -> Double {
    let k = name.split(separator: "@").dropFirst().first.flatMap { Int($0) } ?? .max
    switch name.prefix(while: { $0 != "@" }) {
    case "P": return precision(k)
    case "R": return recall(k)
    case "RR": return reciprocalRank(k)
    case "AP": return averagePrecision(k)
    case "nDCG": return normalisedGain(k)
    case "Success": return success(k)
    case "Judged": return judgedShare(k)
    case "Rprec": return relevant == 0 ? 0 : precision(relevant)
    case "Bpref": return binaryPreference()
    default: return .nan
    }
  }

  static let names = [
    "P@1", "P@7", "P@1000", "R@3", "R@50", "RR", "RR@3", "AP", "AP@5", "nDCG", "nDCG@1", "nDCG@10", "Success@2", "Judged@6",
    "Judged",
    "Rprec", "Bpref",
  ]
}

/// Random runs and judgements with ties, missing topics, negative grades and ids of many lengths.
struct RandomCollection {
  var run: Run
  var judgements = Judgements()

  init(_ generator: inout some RandomNumberGenerator) {
    var rankings: [Ranking] = []
    for topic in 0..<Int.random(in: 1...8, using: &generator) {
      let id = ByteString(String(topic * 37 % 11))
      let pool = (0..<60).map { ByteString("d" + String(repeating: "x", count: $0 % 13) + "\($0)") }.shuffled(using: &generator)
      if topic == 0 || Int.random(in: 0..<4, using: &generator) > 0 {
        let documents = pool.prefix(Int.random(in: 1...50, using: &generator)).map {
          RankedDocument(id: $0, score: RandomCollection.score(&generator))
        }
        rankings.append(Ranking(query: id, documents: Array(documents)))
      }
      if topic == 0 || Int.random(in: 0..<4, using: &generator) > 0 {
        for document in pool.shuffled(using: &generator).prefix(Int.random(in: 1...40, using: &generator)) {
          _ = judgements.add(query: id, document: document, grade: Int32.random(in: -2...3, using: &generator))
        }
      }
    }
    run = Run(tag: "random", rankings: rankings)
  }

  /// Few distinct scores, some apart in double but not in float32.
  private static func score(_ generator: inout some RandomNumberGenerator) -> Double {
    let coarse = Double(Int.random(in: -3...6, using: &generator)) / 2
    return coarse + Double(Int.random(in: 0...2, using: &generator)) * 1e-9
  }
}
