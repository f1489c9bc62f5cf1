import Bytes
import Foundation
import TestSupport
import Transformers

/// Small models whose trained weights are moved by random amounts, as training moves them.
enum SavedModels {
  static let texts = ["the winnow ranks dense text", "a", "ear ring query hit with text from the ranks of it"].map {
    Array($0.utf8)
  }
  static let lora = LoRASettings(rank: 3, alpha: 5, targets: ["query", "value"], isRankStabilised: true)

  /// A cross-encoder of one of the goldens' folders.
  static func cross(_ folder: String, _ adaptation: Adaptation = .full()) throws -> TrainingModel {
    moved(try TrainingModel.crossEncoder(folder: folder, settings: TrainingModelSettings(adaptation: adaptation)))
  }

  /// A bi-encoder of one of the goldens' folders.
  static func encoder(_ folder: String, _ adaptation: Adaptation = .full()) throws -> TrainingModel {
    moved(try TrainingModel.biEncoder(folder: folder, settings: TrainingModelSettings(adaptation: adaptation)))
  }

  private static func moved(_ model: TrainingModel) -> TrainingModel {
    var generator = SeededGenerator(seed: 12)
    for parameter in model.parameters where parameter.isTrainable {
      var values = parameter.mutableValues
      for index in values.indices { values[index] += Float.random(in: -0.1...0.1, using: &generator) }
    }
    model.parametersChanged()
    return model
  }

  /// Logits of the texts paired with each other, or their vectors, by the model in training.
  static func outputs(_ model: TrainingModel) throws -> [Float] {
    try model.crossEncoder()?.score(pairs, threads: 1) ?? model.textEncoder()?.encode(texts, prompt: .document, threads: 1) ?? []
  }

  static let pairs = texts.flatMap { query in texts.map { (query: query, passage: $0) } }

  /// The same by a folder.
  static func outputs(ofCross folder: String) throws -> [Float] { try CrossEncoder(folder: folder).score(pairs, threads: 1) }

  static func outputs(ofEncoder folder: String) throws -> [Float] {
    try TextEncoder(folder: folder).encode(texts, prompt: .document, threads: 1)
  }

  static func distance(_ one: [Float], _ other: [Float]) -> Float {
    one.count == other.count && !one.isEmpty ? zip(one, other).map { abs($0 - $1) }.max() ?? .infinity : .infinity
  }
}
