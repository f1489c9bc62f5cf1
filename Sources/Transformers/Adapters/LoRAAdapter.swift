internal import Tensors

/// The tensors of adapter_model.safetensors as changes of a base model's weights.
///
/// Names are `base_model.model.<module>.lora_A.weight` and `.lora_B.weight` for low-rank changes, and `base_model.model.<weight>` for
/// weights that take the place of the base's: `modules_to_save` and trained biases. Source: peft, utils/save_and_load.py.
struct LoRAAdapter: Sendable {
  let updates: [LowRankUpdate]
  /// Weights that replace or extend those of the base, by name.
  let replacements: [(name: String, tensor: CheckpointTensor)]
  let file: SafetensorsFile

  init(file: SafetensorsFile, configuration: LoRAConfiguration, on instructionSet: InstructionSet) throws {
    self.file = file
    var factors: [String: Factors] = [:]
    var replacements: [(name: String, tensor: CheckpointTensor)] = []
    for tensor in file.tensors {
      switch try Self.part(tensor.name, file.path) {
      case .down(let module): factors[module, default: Factors()].down = tensor
      case .up(let module): factors[module, default: Factors()].up = tensor
      case .weight(let name): replacements.append((name: name, tensor: CheckpointTensor(file: file, tensor: tensor)))
      }
    }
    self.replacements = replacements
    updates = try factors.sorted { $0.key < $1.key }.map {
      try $0.value.update(of: $0.key, in: file, configuration, on: instructionSet)
    }
  }

  private enum Part {
    case down(String), up(String), weight(String)
  }

  private static func part(_ stored: String, _ path: String) throws -> Part {
    guard stored.hasPrefix("base_model.model.") else {
      throw TransformersError.malformed(
        path: path, reason: "tensor '\(stored)' is not called base_model.model., as an adapter's are")
    }
    let name = String(stored.dropFirst("base_model.model.".utf8.count))
    if name.hasSuffix(".lora_A.weight") { return .down(String(name.dropLast(".lora_A.weight".utf8.count))) }
    if name.hasSuffix(".lora_B.weight") { return .up(String(name.dropLast(".lora_B.weight".utf8.count))) }
    guard !name.contains(".lora_") else {
      throw TransformersError.adapter(
        path: path, reason: "tensor '\(stored)' is of a kind that is not implemented: only LoRA of linear layers is")
    }
    return .weight(name.replacing(".base_layer.", with: ".").replacing(".modules_to_save.", with: "."))
  }
}

/// The two factors of one change, as they are stored.
private struct Factors {
  var down: StoredTensor?
  var up: StoredTensor?

  func update(
    of module: String, in file: SafetensorsFile, _ configuration: LoRAConfiguration, on instructionSet: InstructionSet
  ) throws -> LowRankUpdate {
    guard let down, let up else {
      throw TransformersError.malformed(path: file.path, reason: "'\(module)' has only one of lora_A and lora_B")
    }
    guard let downStorage = down.storage, let upStorage = up.storage else {
      throw TransformersError.adapter(path: file.path, reason: "the factors of '\(module)' are not stored as F32, F16 or BF16")
    }
    guard down.shape.count == 2, up.shape.count == 2, down.shape[0] == up.shape[1] else {
      throw TransformersError.malformed(
        path: file.path,
        reason: "the factors of '\(module)' have shapes \(down.shape) and \(up.shape), which do not fit each other")
    }
    return LowRankUpdate(
      module: module, inputs: down.shape[1], outputs: up.shape[0], rank: down.shape[0],
      down: file.floats(of: down, as: downStorage, on: instructionSet),
      up: file.floats(of: up, as: upStorage, on: instructionSet),
      scale: try configuration.scale(of: module, rank: down.shape[0]))
  }
}
