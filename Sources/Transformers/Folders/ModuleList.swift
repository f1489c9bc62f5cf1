internal import Bytes

/// modules.json of sentence-transformers: the modules of a model in their order, each with its folder.
///
/// A module is known by the last part of its `type`, which is `sentence_transformers.models.Pooling` in older folders and
/// `sentence_transformers.sentence_transformer.modules.pooling.Pooling` in newer ones.
struct ModuleList {
  let path: String
  /// What each module is.
  let kinds: [String]
  private let parts: [String]
  private let root: ModelFolder

  /// The list of a folder; nil when it has none.
  init?(of folder: ModelFolder) throws {
    guard let file = try folder.optionalConfiguration("modules.json") else { return nil }
    guard let list = file.json.array, !list.isEmpty else {
      throw TransformersError.malformed(path: file.path, reason: "is not a list of modules")
    }
    root = folder
    path = file.path
    parts = list.map { $0["path"]?.string?.text ?? "" }
    kinds = try list.enumerated().map { index, entry in
      let type = entry["type"]?.string?.text ?? ""
      guard type.hasPrefix("sentence_transformers."), let kind = type.split(separator: ".").last else {
        throw TransformersError.configuration(
          path: file.path, key: "type", reason: "is '\(type)' for module \(index), which is not sentence-transformers' own")
      }
      return String(kind)
    }
  }

  /// The folder of a module.
  func folder(_ index: Int) throws -> ModelFolder { try root.part(parts[index], namedIn: path) }

  /// The name of a module's folder within the model's; "" for that itself.
  func part(_ index: Int) -> String { parts[index] == "." ? "" : parts[index] }

  /// The folder of a module that can do without one.
  func optionalFolder(_ index: Int) throws -> ModelFolder? { root.has(parts[index]) ? try folder(index) : nil }

  func failure(_ index: Int, _ reason: String) -> TransformersError {
    .configuration(path: path, key: "type", reason: "is '\(kinds[index])' for module \(index); \(reason)")
  }
}
