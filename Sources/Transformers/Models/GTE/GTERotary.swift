/// How GTE's two kinds of config.json tell the inverse frequencies.
enum GTERotary {
  /// `rope_theta` and `rope_scaling`: none, or NTK scaling by a factor, at every length. A factor of 1 or less scales nothing.
  ///
  /// Source: Alibaba-NLP/new-impl, modeling.py, `_init_rope`: the cached table covers factor x max_position_embeddings positions, and
  /// scales when these are more than the latter. When transformers 5 saves such a model, both are in `rope_parameters`.
  static func published(_ reader: ConfigurationReader, headWidth: Int) throws -> [Float] {
    let scaling = try reader.section("rope_scaling") ?? reader.section("rope_parameters")
    let theta = try reader.positive("rope_theta", default: try scaling?.positive("rope_theta", default: 10_000) ?? 10_000)
    let factor = try scaling.map(ntkFactor) ?? 1
    guard factor > 1 else { return RotaryFrequencies.plain(theta: Double(theta), headWidth: headWidth) }
    return RotaryFrequencies.ntk(theta: Double(theta), factor: Double(factor), headWidth: headWidth)
  }

  private static func ntkFactor(_ scaling: ConfigurationReader) throws -> Float {
    try scaling.expect(keys: ["type", "rope_type", "factor", "mixed_b", "rope_theta"])
    try scaling.unset("mixed_b")
    let key = scaling.value("type") == nil ? "rope_type" : "type"
    let isScaled = try scaling.choice(key, default: "default", from: ["ntk": true, "default": false])
    return isScaled ? try scaling.positive("factor") : 1
  }

  /// `rope_parameters`, or `rope_scaling` before it: frequencies as they are, or all divided by a factor; the base may stand beside
  /// them. Source: transformers, modeling_rope_utils.py (`convert_rope_params_to_dict`).
  static func native(_ reader: ConfigurationReader, headWidth: Int) throws -> [Float] {
    for key in ["partial_rotary_factor", "head_dim"] { try reader.unset(key) }
    let rope = try reader.section("rope_scaling") ?? reader.section("rope_parameters")
    try rope?.expect(keys: ["type", "rope_type", "rope_theta", "factor"])
    let standard = try reader.positive("rope_theta", default: 160_000)
    let theta = try rope?.positive("rope_theta", default: standard) ?? standard
    let plain = RotaryFrequencies.plain(theta: Double(theta), headWidth: headWidth)
    guard let rope, try isDivided(rope) else { return plain }
    let factor = try rope.positive("factor")
    return plain.map { $0 / factor }
  }

  private static func isDivided(_ rope: ConfigurationReader) throws -> Bool {
    let key = rope.value("rope_type") == nil ? "type" : "rope_type"
    return try rope.choice(key, default: "default", from: ["default": false, "linear": true])
  }
}
