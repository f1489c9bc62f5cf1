internal import Bytes

/// adapter_config.json and adapter_model.safetensors as PEFT 0.21 writes them. Source: peft, utils/save_and_load.py, tuners/lora/config.py.
extension TrainingModel {
  func saveAdapter(
    of transformer: TransformerFolder, _ settings: LoRASettings, base: String, _ options: SavingOptions, part: String,
    to out: inout FolderOut
  ) throws {
    guard !transformer.isAdapter else {
      throw TransformersError.unwritable(
        path: transformer.folder.path,
        reason: "it is an adapter itself, and an adapter of an adapter is not implemented; save the whole model")
    }
    let tensors = parameters.filter { $0.role == .head || $0.role == .lowRank || ($0.role == .body && $0.isTrainable) }
    try SafetensorsWriter.write(
      tensors.map { parameter in
        SavedTensor(name: "base_model.model.\(parameter.name)", shape: parameter.shape) { try $0(parameter.floats().span) }
      }, as: options.precision, to: out.file("adapter_model.safetensors", part: part))
    try out.write(adapterConfiguration(settings, base: base), to: "adapter_config.json", part: part)
  }

  private func adapterConfiguration(_ settings: LoRASettings, base: String) -> JSONValue {
    let isClassifier = parameters.contains { $0.role == .head }
    let saved = headModules.map { JSONValue($0) }, targets = settings.targets.map { JSONValue($0) }
    let alpha = Int(exactly: settings.alpha).map { JSONValue($0) } ?? JSONValue(settings.alpha)
    let own: [(ByteString, JSONValue)] = [
      ("base_model_name_or_path", JSONValue(base)), ("bias", "none"), ("fan_in_fan_out", false), ("inference_mode", true),
      ("init_lora_weights", true), ("lora_alpha", alpha), ("lora_bias", false), ("lora_dropout", JSONValue(settings.dropout)),
      ("modules_to_save", isClassifier ? .array(saved) : nil), ("peft_type", "LORA"), ("peft_version", "0.21.2"),
      ("r", JSONValue(settings.rank)), ("target_modules", .array(targets)),
      ("task_type", isClassifier ? "SEQ_CLS" : "FEATURE_EXTRACTION"), ("use_dora", false), ("use_qalora", false),
      ("use_rslora", .bool(settings.isRankStabilised)), ("alpha_pattern", .object([])), ("rank_pattern", .object([])),
      ("loftq_config", .object([])), ("megatron_core", "megatron.core"), ("ensure_weight_tying", false),
      ("qalora_group_size", 16),
    ]
    let empty: [ByteString] = [
      "alora_invocation_tokens", "arrow_config", "auto_mapping", "corda_config", "eva_config", "exclude_modules", "kasa_config",
      "layer_replication", "layers_pattern", "layers_to_transform", "lora_ga_config", "megatron_config", "monteclora_config",
      "revision", "target_parameters", "trainable_token_indices", "use_bdlora", "velora_config",
    ]
    let all = own.map { (key: $0.0, value: $0.1) } + empty.map { (key: $0, value: JSONValue.null) }
    return .object(all.sorted { $0.key < $1.key })
  }
}
