/// What other trainers call the settings of a recipe, for the message about an unknown key.
enum ForeignNames {
  private static let ours = [
    "per_device_train_batch_size": "batch_size", "train_batch_size": "batch_size",
    "gradient_accumulation_steps": "accumulation", "num_train_epochs": "epochs", "max_steps": "steps",
    "max_grad_norm": "clip", "lr": "learning_rate (under optimizer)", "learning_rate": "learning_rate (under optimizer)",
    "weight_decay": "weight_decay (under optimizer)", "optim": "optimizer", "lr_scheduler_type": "schedule",
    "warmup_ratio": "warmup_ratio (under schedule)", "warmup_steps": "warmup_steps (under schedule)", "bf16": "precision",
    "fp16": "precision (or output.fp16 for how weights are stored)", "logging_steps": "log_every", "save_steps": "save_every",
    "eval_steps": "every (under evaluation)", "eval_strategy": "every (under evaluation)",
    "metric_for_best_model": "best (under evaluation)", "output_dir": "folder (under output)", "max_seq_length": "max_length",
    "eps": "epsilon", "adam_epsilon": "epsilon", "r": "rank", "lora_alpha": "alpha", "lora_dropout": "dropout",
    "target_modules": "targets", "use_rslora": "rslora", "model_name_or_path": "model", "base_model": "model",
    "train_file": "data", "hidden_dropout_prob": "dropout", "mini_batch_size": "tokens_per_group",
  ]

  /// What other trainers call the losses and optimizers.
  private static let values = [
    "binarycrossentropyloss": "bce", "bcewithlogitsloss": "bce", "mseloss": "mse", "marginmseloss": "margin-mse",
    "marginmse": "margin-mse",
    "ranknetloss": "ranknet", "lambdaloss": "lambda", "lambdarank": "lambda", "listnetloss": "listwise",
    "listmleloss": "listwise",
    "multiplenegativesrankingloss": "mnrl",
    "cachedmultiplenegativesrankingloss": "mnrl (which takes the gradient-cache way by itself)",
    "infonce": "mnrl", "tripletloss": "triplet", "contrastiveloss": "contrastive", "distillkldivloss": "distillation",
    "adam": "adamw", "adamw_torch": "adamw", "adamw_hf": "adamw", "adamw_torch_fused": "adamw", "lion_32bit": "lion",
    "warmuplinear": "linear", "cosine_schedule_with_warmup": "cosine", "cosineannealinglr": "cosine-annealing",
    "constant_with_warmup": "constant",
  ]

  /// "; Winnow calls it X", where it is known under another name.
  static func hint(for key: String) -> String { ours[key].map { "; Winnow calls it \($0)" } ?? "" }

  /// The same for the name of a loss, an optimizer or a schedule.
  static func hint(forValue name: String) -> String { values[name.lowercased()].map { "; Winnow calls it \($0)" } ?? "" }
}

extension YAMLMapping {
  /// Refuses keys that were never asked for, and says what they are called here when they are another trainer's.
  func finishTraining() throws { try finish { ForeignNames.hint(for: $0) } }
}

extension YAMLReader {
  /// The node as one of a few words.
  func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) throws -> Choice where Choice.RawValue == String {
    let text = try string()
    if let choice = Choice(rawValue: text) { return choice }
    throw error(
      "\(path): unknown '\(text)'; known: \(Choice.allCases.map(\.rawValue).joined(separator: ", "))\(ForeignNames.hint(forValue: text))"
    )
  }

  /// The node as a whole number in a range.
  func int(in range: ClosedRange<Int>) throws -> Int {
    guard let text = node.scalar?.string, let value = Int(text), range.contains(value) else {
      throw error("\(path) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// The node as a finite number in a range.
  func double(in range: ClosedRange<Double>) throws -> Double {
    let value = try double()
    guard range.contains(value) else { throw error("\(path) must be from \(range.lowerBound) to \(range.upperBound)") }
    return value
  }

  /// The node as a finite number above 0.
  func positive() throws -> Double {
    let value = try double()
    guard value > 0 else { throw error("\(path) must be above 0") }
    return value
  }

  /// The node as a share of elements that are dropped: from 0, below 1.
  func rate() throws -> Double {
    let value = try double()
    guard value >= 0, value < 1 else { throw error("\(path) must be at least 0 and below 1") }
    return value
  }
}
