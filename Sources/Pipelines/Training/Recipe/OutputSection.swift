/// `output:` of a recipe: where the trained model goes and how it is stored.
struct OutputSection: Equatable, Sendable {
  /// The folder; nil takes `results/` and the recipe's name.
  var folder: String?
  /// Weights stored in half precision (training is fp32 throughout).
  var isHalf = false
  /// LoRA: weights with the updates added in, instead of an adapter.
  var isMerged = false

  init() {}

  init(_ reader: YAMLReader) throws {
    if reader.node.mapping == nil {
      folder = try reader.filePath()
      return
    }
    var mapping = try reader.mapping()
    folder = try mapping.optional("folder")?.filePath()
    isHalf = try mapping.optional("fp16")?.bool() ?? false
    isMerged = try mapping.optional("merge")?.bool() ?? false
    try mapping.finishTraining()
  }

  var tree: SettingTree {
    .settings {
      $0.add("folder", path: folder)
      $0.add("fp16", isHalf)
      $0.add("merge", isMerged)
    }
  }
}
