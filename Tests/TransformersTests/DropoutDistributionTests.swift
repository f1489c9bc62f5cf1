import Bytes
import Foundation
import Tensors
import TestSupport
import Testing
import Transformers

/// One dropout rate of a checkpoint's config.json, the others zero, and how torch's logits of one input are distributed.
private struct DropoutGolden: Sendable, CustomTestStringConvertible {
  let checkpoint: String
  let key: ByteString
  let rate: Double
  let tokens: TokenSequence
  let mean: Double
  let deviation: Double
  /// Draws of torch's.
  let draws = 40_000.0

  var testDescription: String { "\(checkpoint) \(key.text)" }

  static let all = ((try? golden("gradients/dropout.json").array) ?? []).map { DropoutGolden($0) }

  private init(_ json: JSONValue) {
    checkpoint = json["checkpoint"]?.string?.text ?? ""
    key = json["key"]?.string ?? ""
    rate = json["rate"]?.double ?? .nan
    tokens = TokenSequence(
      ids: (json["ids"]?.numbers ?? []).map { Int32($0) }, typeIDs: (json["types"]?.numbers ?? []).map { Int32($0) })
    mean = json["mean"]?.double ?? .nan
    deviation = json["deviation"]?.double ?? .nan
  }

  /// The model with this rate alone.
  func model() throws -> TrainingModel {
    let folder = try ModelCopy(of: "gradients/\(checkpoint)")
    try folder.write(ModelCopy(of: "tiny-cross").bytes("tokenizer.json"), to: "tokenizer.json")
    for other in Self.all where other.checkpoint == checkpoint {
      try folder.set(other.key, JSONValue(other.key == key ? rate : 0), in: "config.json")
    }
    return try TrainingModel.crossEncoder(folder: folder.path)
  }
}

@Test func `there are distributions for every rate of six families`() {
  #expect(DropoutGolden.all.count == 19 && Set(DropoutGolden.all.map(\.checkpoint)).count == 6)
}

// A place of dropout that is missing, one too many, or another rate would change the deviation by more than the five standard errors
// and 2 % that are allowed.
@Test(arguments: DropoutGolden.all)
private func `each rate of config.json drops in the places where transformers drops`(golden: DropoutGolden) throws {
  let model = try golden.model(), draws = 20_000
  var sum = 0.0, squares = 0.0
  for first in stride(from: 0, to: draws, by: 500) {
    let inputs = (first..<first + 500).map { TrainingInput(tokens: golden.tokens, number: $0) }
    for logit in model.forward(inputs, dropout: DropoutKey(seed: 3, step: 1), keepsCaches: false) {
      sum += Double(logit)
      squares += Double(logit) * Double(logit)
    }
  }
  let mean = sum / Double(draws), deviation = (squares / Double(draws) - mean * mean).squareRoot()
  let error = 5 * golden.deviation * (1 / Double(draws) + 1 / golden.draws).squareRoot()
  #expect(abs(mean - golden.mean) < error, "\(mean), not \(golden.mean)")
  #expect(abs(deviation - golden.deviation) < error + 0.02 * golden.deviation, "\(deviation), not \(golden.deviation)")
}
