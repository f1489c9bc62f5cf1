import Bytes
import Foundation
import TestSupport
import Testing
import Training

/// A case of Goldens/losses.json: what torch or sentence-transformers computed.
struct LossGolden: Sendable, CustomTestStringConvertible {
  let name: String
  let stage: TrainedStage
  let options: [String: OptionValue]
  let source: String
  let batch: LossBatch
  let value: Double
  let gradient: [Double]
  let testDescription: String

  static let all: [LossGolden] = {
    let file = SharedData.projectRoot.appendingPathComponent("Tests/TrainingTests/Goldens/losses.json")
    guard let bytes = try? Data(contentsOf: file), let json = try? JSONValue(parsing: Array(bytes)) else { return [] }
    return (json.array ?? []).enumerated().compactMap { LossGolden($1, number: $0) }
  }()

  private init?(_ json: JSONValue, number: Int) {
    guard let name = json["name"]?.string?.description,
      let stage = json["stage"]?.string.flatMap({ TrainedStage(rawValue: "\($0)") }),
      let source = json["source"]?.string, let value = json["value"]?.double, let width = json["width"]?.int
    else { return nil }
    self.name = name
    self.stage = stage
    self.source = "\(source)"
    self.value = value
    options = GoldenJSON.options(json["options"])
    gradient = GoldenJSON.numbers(json["gradient"])
    let examples = (json["examples"]?.array ?? []).map { example in
      let first = example["first"]?.int ?? 0
      let labels = GoldenJSON.numbers(example["labels"]).map { Float($0) }
      return LossExample(rows: first..<first + labels.count + (stage == .biEncoder ? 1 : 0), labels: labels)
    }
    batch = LossBatch(
      outputs: GoldenJSON.numbers(json["outputs"]).map { Float($0) }, width: width, examples: examples,
      divisor: json["divisor"]?.double ?? .nan)
    testDescription = "\(number): \(stage.rawValue) \(name) \(options)"
  }
}

extension LossBatch {
  /// Parts of the batch, an example each, with the whole batch's divisor; their rows count from 0.
  var parts: [LossBatch] {
    examples.map {
      LossBatch(
        outputs: Array(outputs[$0.rows.lowerBound * width..<$0.rows.upperBound * width]), width: width,
        examples: [LossExample(rows: 0..<$0.rows.count, labels: $0.labels)], divisor: divisor)
    }
  }
}

/// Euclidean length.
func norm(_ numbers: [Double]) -> Double { numbers.reduce(0) { $0 + $1 * $1 }.squareRoot() }
