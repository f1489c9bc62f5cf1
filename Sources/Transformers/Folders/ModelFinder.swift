internal import Files
internal import Foundation

/// Finds a model's folder by what a person calls it.
public enum ModelFinder {
  /// The folder of the model `name`, which is a path, a Hugging Face name such as `sentence-transformers/all-MiniLM-L6-v2`, or the last
  /// part of one.
  ///
  /// Looked at in this order: the path itself, the folder `WINNOW_MODELS`, the Hugging Face cache, `./models`. The error lists them all.
  public static func find(_ name: String) throws -> String { try find(name, revision: nil) }

  static func find(_ name: String, revision: String?) throws -> String {
    try find(name, revision: revision, environment: ProcessInfo.processInfo.environment, currentFolder: ".")
  }

  package static func find(
    _ name: String, revision: String? = nil, environment: [String: String], currentFolder: String
  ) throws -> String {
    let candidates = places(name, revision, environment: environment, currentFolder: currentFolder)
    if let found = candidates.first(where: holdsModel) { return found }
    var described = candidates.map { "\($0) (\(whatIsThere($0)))" }
    if environment["WINNOW_MODELS", default: ""].isEmpty { described.append("WINNOW_MODELS (not set)") }
    throw TransformersError.modelNotFound(name: name, places: described)
  }

  static func holdsModel(_ folder: String) -> Bool {
    ["config.json", "modules.json", "adapter_config.json"].contains { Paths.exists("\(folder)/\($0)") }
  }

  private static func whatIsThere(_ path: String) -> String {
    if Paths.isFolder(path) { return "a folder, but without config.json" }
    return Paths.exists(path) ? "a file, not a folder" : "nothing there"
  }

  private static func places(
    _ name: String, _ revision: String?, environment: [String: String], currentFolder: String
  ) -> [String] {
    let path = (name as NSString).expandingTildeInPath
    if name.isEmpty || path.hasPrefix("/") || name.hasPrefix("./") || name.hasPrefix("../") { return [path] }
    let last = name.split(separator: "/").last.map(String.init) ?? name
    let names = last == name ? [name] : [name, last]
    var places = [path]
    if let models = environment["WINNOW_MODELS"], !models.isEmpty { places += names.map { "\(models)/\($0)" } }
    places += HubCache(environment).snapshots(of: name, revision: revision)
    places += names.map { "\(currentFolder)/models/\($0)" }
    return places
  }
}
