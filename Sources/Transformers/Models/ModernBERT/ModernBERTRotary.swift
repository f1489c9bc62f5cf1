internal import Bytes
internal import Tensors

/// The bases of the rotary position embeddings of global and local layers.
struct ModernBERTRotary: Sendable {
  let globalTheta: Double
  let localTheta: Double

  /// Reads `rope_parameters` by kind of layer, or `global_rope_theta` and `local_rope_theta`; what the former does not say, the latter
  /// do.
  init(_ reader: ConfigurationReader) throws {
    for key in ["rope_scaling", "rope_theta"] where reader.value(key) != nil {
      throw TransformersError.configuration(path: reader.path, key: key, reason: "is not implemented for ModernBERT")
    }
    let parameters = try reader.section("rope_parameters")
    try parameters?.expect(keys: ["full_attention", "sliding_attention"])
    let global = try reader.theta("global_rope_theta", default: 160_000)
    let local = reader.isNull("local_rope_theta") ? global : try reader.theta("local_rope_theta", default: 10_000)
    globalTheta = try Self.theta(parameters?.section("full_attention")) ?? global
    localTheta = try Self.theta(parameters?.section("sliding_attention")) ?? local
  }

  private static func theta(_ parameters: ConfigurationReader?) throws -> Double? {
    guard let parameters else { return nil }
    try parameters.expect(keys: ["rope_theta", "rope_type", "type"])
    for key in ["rope_type", "type"] { _ = try parameters.choice(key, default: "default", from: ["default": true]) }
    return parameters.value("rope_theta") == nil ? nil : try parameters.theta("rope_theta", default: 0)
  }

  /// The tables of both kinds of layers.
  func tables(_ configuration: ModernBERTConfiguration) -> [ModernBERTAttentionKind: RotaryTable] {
    let width = configuration.hidden / configuration.heads
    let table = { (theta: Double) in
      RotaryTable(
        positions: configuration.positions, headWidth: width,
        frequencies: RotaryFrequencies.plain(theta: theta, headWidth: width))
    }
    return [.global: table(globalTheta), .local: table(localTheta)]
  }
}

extension ConfigurationReader {
  /// A base of rotary frequencies, which the tables take as a float.
  func theta(_ key: String, default standard: Float) throws -> Double { Double(try positive(key, default: standard)) }
}
