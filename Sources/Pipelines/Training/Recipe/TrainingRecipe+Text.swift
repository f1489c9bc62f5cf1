extension TrainingRecipe {
  /// Every setting with its value, defaults filled in; what `--dry-run` prints and the output folder keeps.
  /// - Parameter folder: paths are written as seen from it; nil writes absolute ones.
  public func text(seenFrom folder: String? = nil) -> String {
    "# A recipe of `winnow train \(task.rawValue)` with every setting resolved.\n" + tree.yaml(seenFrom: folder)
  }

  /// The settings that decide the result, without paths: names and values.
  var tree: SettingTree {
    .settings {
      $0.add("task", task.rawValue)
      $0.add("model", model: model)
      $0.add("max_length", maxLength)
      $0.add("data", tree: data.tree)
      $0.add("loss", tree: loss.tree)
      $0.add("optimizer", tree: optimizer.tree)
      $0.add("schedule", tree: schedule.tree)
      $0.add("batch_size", batchSize)
      $0.add("accumulation", accumulation)
      $0.add(duration.entry)
      $0.add("clip", clip.map { "\($0)" } ?? "none")
      $0.add("dropout", dropout.map { "\($0)" } ?? "model")
      if task == .biEncoder { $0.add("normalize", isNormalised) }
      $0.add("seed", seed)
      $0.add("adaptation", tree: adaptation.tree)
      $0.add("gradient_checkpointing", isCheckpointing)
      $0.add("tokens_per_group", tokensPerGroup)
      $0.add("precision", "fp32")
      addReports(to: &$0)
    }
  }

  private func addReports(to list: inout SettingList) {
    list.add("evaluation", tree: evaluation?.tree)
    if !tests.isEmpty { list.add("test", tree: .list(tests.map(\.tree))) }
    list.add("log_every", logEvery)
    list.add("save_every", saveEvery)
    list.add("output", tree: output.tree)
  }
}
