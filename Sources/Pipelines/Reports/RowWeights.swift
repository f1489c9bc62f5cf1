internal import Bytes
internal import Foundation

/// Weights that a system was given because they were best on a set of queries.
struct RowWeights: Equatable, Sendable {
  /// The set they were tuned on.
  var set: String
  /// One weight a source.
  var weights: [Double]
  /// The measure they make largest there, and its value.
  var measure: String
  var value: Double

  init(_ tuned: TunedWeights, set: String) {
    self.set = set
    (weights, measure, value) = (tuned.weights, tuned.measure, tuned.value)
  }

  /// For people.
  var text: String {
    "weights \(weights.map { "\($0)" }.joined(separator: " ")), the best on \(set) by \(measure) (\(ResultTable.number(value)))"
  }

  /// Members of `metrics.json`.
  var json: JSONValue {
    [
      "set": JSONValue(set), "weights": .array(weights.map { JSONValue($0) }), "measure": JSONValue(measure),
      "value": JSONValue(value),
    ]
  }

  /// Reads them back.
  init?(json: JSONValue) {
    guard let set = json["set"]?.string?.text, let weights = json["weights"]?.array, let measure = json["measure"]?.string?.text,
      let value = json["value"]?.double
    else { return nil }
    (self.set, self.weights, self.measure, self.value) = (set, weights.compactMap(\.double), measure, value)
  }
}
