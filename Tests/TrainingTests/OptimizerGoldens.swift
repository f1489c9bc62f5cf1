import Bytes
import Foundation
import TestSupport
import Testing
import Training
import Transformers

/// Goldens/optimizers.json: 50 steps of torch's AdamW and lion-pytorch over recorded gradients.
struct OptimizerGoldens: Sendable {
  struct Case: Sendable, CustomTestStringConvertible {
    let optimizer: String
    let options: [String: OptionValue]
    let schedule: String
    let scheduleOptions: [String: OptionValue]
    let peak: Double
    let rates: [Double]
    let values: [[Float]]

    var testDescription: String { "\(optimizer) \(schedule) \(options["decay"].map { "\($0)" } ?? "")" }
  }

  let shapes: [[Int]]
  let start: [[Float]]
  let gradients: [[Float]]
  let cases: [Case]

  static let names = ["layer.weight", "layer.bias", "LayerNorm.weight"]

  static let all: OptimizerGoldens = {
    let file = SharedData.projectRoot.appendingPathComponent("Tests/TrainingTests/Goldens/optimizers.json")
    let json = (try? Data(contentsOf: file)).flatMap { try? JSONValue(parsing: Array($0)) }
    return OptimizerGoldens(json ?? .null)
  }()

  private init(_ json: JSONValue) {
    shapes = Self.rows(json["shapes"]).map { $0.map { Int($0) } }
    start = Self.rows(json["start"])
    gradients = Self.rows(json["gradients"])
    cases = (json["cases"]?.array ?? []).map {
      Case(
        optimizer: "\($0["optimizer"]?.string ?? "")", options: GoldenJSON.options($0["options"]),
        schedule: "\($0["schedule"]?.string ?? "")", scheduleOptions: GoldenJSON.options($0["schedule_options"]),
        peak: $0["rate"]?.double ?? .nan, rates: GoldenJSON.numbers($0["rates"]), values: Self.rows($0["values"]))
    }
  }

  private static func rows(_ json: JSONValue?) -> [[Float]] {
    names.map { GoldenJSON.numbers(json?[ByteString($0)]).map { Float($0) } }
  }

  /// The parameters at the start; the first of them as a table, whose gradient is sparse, when asked.
  func parameters(withTable: Bool = false) -> [Parameter] {
    Self.names.indices.map { index in
      index == 0 && withTable
        ? Parameter(table: Self.names[0], columns: shapes[0][1], values: start[0])
        : Parameter(Self.names[index], shape: shapes[index], values: start[index])
    }
  }

  /// The gradient of a parameter at a step.
  func gradient(_ parameter: Int, step: Int) -> ArraySlice<Float> {
    let count = start[parameter].count
    return gradients[parameter][step * count..<(step + 1) * count]
  }
}

/// Readings of goldens that several share.
enum GoldenJSON {
  static func numbers(_ json: JSONValue?) -> [Double] { json?.array?.compactMap(\.double) ?? [] }

  static func options(_ json: JSONValue?) -> [String: OptionValue] {
    var options: [String: OptionValue] = [:]
    for (key, value) in json?.object ?? [] {
      options["\(key)"] = value.bool.map { .flag($0) } ?? value.double.map { .number($0) } ?? .text("\(value.string ?? "")")
    }
    return options
  }
}

extension Parameter {
  /// Sets the gradient of a parameter that is no table.
  func setGradient(_ floats: some Collection<Float>) {
    var target = mutableGradient
    for (index, float) in floats.enumerated() { target[index] = float }
  }
}
