internal import Bytes

/// What adapter_config.json says about a LoRA adapter. Source: peft, tuners/lora/config.py.
struct LoRAConfiguration {
  /// The base model as its trainer called it: a folder or a Hugging Face name.
  let base: String
  /// The base model's revision in the Hugging Face cache, where one is given.
  let revision: String?
  private let reader: ConfigurationReader
  private let rank: Int
  private let alpha: Double
  private let isRankStabilised: Bool

  init(_ reader: ConfigurationReader) throws {
    self.reader = reader
    _ = try reader.choice("peft_type", default: "", from: ["LORA": true])
    try Self.refuseVariants(reader)
    base = try reader.string("base_model_name_or_path")
    revision = reader.value("revision") == nil ? nil : try reader.string("revision")
    rank = try reader.size("r", default: 8)
    alpha = try Self.number(reader.value("lora_alpha") ?? 8, reader, "lora_alpha")
    isRankStabilised = try reader.flag("use_rslora", default: false)
  }

  /// The factor before B A: alpha / rank, or alpha / √rank when rank-stabilised (arXiv:2312.03732).
  func scale(of module: String, rank stored: Int) throws -> Float {
    let rank = try pattern("rank_pattern", module)?.int ?? rank
    guard rank == stored else {
      throw TransformersError.configuration(
        path: reader.path, key: "r", reason: "gives '\(module)' rank \(rank), but its stored factors have rank \(stored)")
    }
    let alpha = try pattern("alpha_pattern", module).map { try Self.number($0, reader, "alpha_pattern") } ?? alpha
    return Float(alpha / (isRankStabilised ? Double(rank).squareRoot() : Double(rank)))
  }

  /// The value of the first entry whose key, a regular expression, matches a module's name or its end (peft, `get_pattern_key`).
  private func pattern(_ key: String, _ module: String) throws -> JSONValue? {
    for (expression, value) in reader.value(key)?.object ?? [] {
      guard let regex = try? Regex("(?:.*\\.)?(?:\(expression.text))") else {
        throw TransformersError.configuration(
          path: reader.path, key: key, reason: "'\(expression.text)' is no regular expression")
      }
      if module.wholeMatch(of: regex) != nil { return value }
    }
    return nil
  }

  private static func number(_ value: JSONValue, _ reader: ConfigurationReader, _ key: String) throws -> Double {
    guard let number = value.double, number.isFinite else {
      throw TransformersError.configuration(path: reader.path, key: key, reason: "must be a number")
    }
    return number
  }

  /// Entries that change what the factors mean, and ways to start training that change the base's weights.
  private static func refuseVariants(_ reader: ConfigurationReader) throws {
    let variants = [
      "fan_in_fan_out", "use_dora", "use_qalora", "use_bdlora", "lora_bias", "layer_replication", "target_parameters",
      "trainable_token_indices", "alora_invocation_tokens", "monteclora_config", "arrow_config", "kasa_config",
    ]
    for key in variants {
      guard let value = reader.value(key), value.bool != false, value.array?.isEmpty != true else { continue }
      throw TransformersError.configuration(
        path: reader.path, key: key, reason: "is set, which is not implemented; merge the adapter with peft's merge_and_unload")
    }
    let start = reader.value("init_lora_weights")?.string?.text.lowercased() ?? ""
    if ["pissa", "olora", "corda", "loftq", "lora_ga"].contains(where: start.hasPrefix) {
      throw TransformersError.configuration(
        path: reader.path, key: "init_lora_weights",
        reason: "is '\(start)', which changes the base model's weights; merge the adapter with peft's merge_and_unload")
    }
  }
}
