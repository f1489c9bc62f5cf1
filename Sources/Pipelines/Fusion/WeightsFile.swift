internal import Bytes
internal import Files
internal import Ranking

/// Weights that were tuned on one set of queries, to be applied to another: a JSON file with what they are of.
struct WeightsFile {
  /// Normalisation and weights.
  var fusion: ScoreFusion
  /// Last columns of the runs they were tuned on, in their order.
  var tags: [ByteString]

  /// Reads a file that `write` wrote.
  init(path: String, hits: Int?) throws {
    let json: JSONValue
    do { json = try JSONValue(parsing: readWhole(path: path)) } catch let error as JSONError {
      throw WeightsFile.problem(path, "\(error)")
    }
    func named<Value: RawRepresentable<String> & CaseIterable>(_ key: ByteString, _ type: Value.Type) throws -> Value {
      if let value = json[key]?.string.flatMap({ Value(rawValue: $0.text) }) { return value }
      throw WeightsFile.problem(path, "\"\(key)\" must be one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard let weights = json["weights"]?.array?.map(\.double), weights.count >= 2,
      weights.allSatisfy({ $0?.isFinite ?? false })
    else { throw WeightsFile.problem(path, "\"weights\" must be a list of two or more numbers") }
    fusion = ScoreFusion(
      try named("method", ScoreNormalization.self), weights: weights.compactMap { $0 },
      missing: try named("missing", MissingScore.self), hits: hits)
    tags = (json["runs"]?.array ?? []).compactMap { $0["tag"]?.string }
  }

  /// Writes tuned weights with their method and with what they were tuned on and by.
  static func write(
    _ tuned: TunedWeights, _ fusion: ScoreFusion, runs: [Run], judgements: String, to path: String
  ) throws {
    let members: JSONValue = [
      "winnow": JSONValue(Version.text), "method": JSONValue(fusion.normalization.rawValue),
      "missing": JSONValue(fusion.missing.rawValue), "weights": .array(tuned.weights.map { JSONValue($0) }),
      "runs": .array(runs.map { ["tag": .string($0.tag), "digest": JSONValue(InputDigest.of($0))] }),
      "qrels": JSONValue(judgements), "measure": JSONValue(tuned.measure), "value": JSONValue(tuned.value),
      "combinations": JSONValue(tuned.combinations),
    ]
    var file = try AtomicFile(path: path)
    try file.write(members.serialized(pretty: true) + [10])
    try file.commit()
  }

  /// Refuses runs that cannot be those the weights are for: another number, or the same tags in another order. Says where tags differ.
  func check(_ runs: [Run], path: String, note: (String) -> Void) throws {
    guard runs.count == fusion.weights.count else {
      throw PipelinesError.input(
        reason:
          "\(path) holds \(fusion.weights.count) weights for \(runs.count) runs; give the runs they were tuned on, in their order"
      )
    }
    let given = runs.map(\.tag)
    if given == tags || tags.count != given.count { return }
    let (was, now) = (tags.map(\.text).joined(separator: " "), given.map(\.text).joined(separator: " "))
    if Set(tags).count == tags.count, Set(given) == Set(tags) {
      throw PipelinesError.input(
        reason: "\(path) was tuned on runs in the order \(was), and these come as \(now); give them in that order")
    }
    note("\(path) was tuned on runs with the tags \(was); these have \(now)")
  }

  private static func problem(_ path: String, _ reason: String) -> PipelinesError {
    .input(reason: "\(path): \(reason); take a file that `winnow fuse --tune QRELS --save-weights FILE` wrote")
  }
}
