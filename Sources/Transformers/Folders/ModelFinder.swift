internal import Files
internal import Foundation

/// Finds a model's folder by what a person calls it.
public enum ModelFinder {
  /// The folder of the model `name`, which is a path, a Hugging Face name such as `sentence-transformers/all-MiniLM-L6-v2`, or the last
  /// part of one.
  ///
  /// Looked at in this order: the path itself, the folder `WINNOW_MODELS`, the Hugging Face cache, `./models`. The error lists them all.
  public static func find(_ name: String) throws -> String {
    try find(name, environment: ProcessInfo.processInfo.environment, currentFolder: ".")
  }

  package static func find(_ name: String, environment: [String: String], currentFolder: String) throws -> String {
    let candidates = places(name, environment: environment, currentFolder: currentFolder)
    if let found = candidates.first(where: { Paths.exists("\($0)/config.json") || Paths.exists("\($0)/modules.json") }) {
      return found
    }
    var described = candidates.map { "\($0) (\(whatIsThere($0)))" }
    if environment["WINNOW_MODELS", default: ""].isEmpty { described.append("WINNOW_MODELS (not set)") }
    throw TransformersError.modelNotFound(name: name, places: described)
  }

  private static func whatIsThere(_ path: String) -> String {
    if Paths.isFolder(path) { return "a folder, but without config.json" }
    return Paths.exists(path) ? "a file, not a folder" : "nothing there"
  }

  private static func places(_ name: String, environment: [String: String], currentFolder: String) -> [String] {
    let path = (name as NSString).expandingTildeInPath
    if name.isEmpty || path.hasPrefix("/") || name.hasPrefix("./") || name.hasPrefix("../") { return [path] }
    let last = name.split(separator: "/").last.map(String.init) ?? name
    let names = last == name ? [name] : [name, last]
    var places = [path]
    if let models = environment["WINNOW_MODELS"], !models.isEmpty { places += names.map { "\(models)/\($0)" } }
    places += hubFolders(name, hub: hub(environment))
    places += names.map { "\(currentFolder)/models/\($0)" }
    return places
  }

  /// Where the Hugging Face cache is. Source: huggingface_hub, constants.py.
  private static func hub(_ environment: [String: String]) -> String {
    let set = { (key: String) in environment[key].flatMap { $0.isEmpty ? nil : $0 } }
    if let hub = set("HF_HUB_CACHE") ?? set("HUGGINGFACE_HUB_CACHE") { return hub }
    let cache = set("XDG_CACHE_HOME") ?? "\(set("HOME") ?? "~")/.cache"
    return "\(set("HF_HOME") ?? "\(cache)/huggingface")/hub"
  }

  /// The snapshot that `refs/main` names, for the name itself and, where it names no owner, for sentence-transformers' model.
  private static func hubFolders(_ name: String, hub: String) -> [String] {
    let names = name.contains("/") ? [name] : [name, "sentence-transformers/\(name)"]
    return names.map { name in
      let folder = "\(hub)/models--\(name.replacingOccurrences(of: "/", with: "--"))"
      let main = try? String(contentsOfFile: "\(folder)/refs/main", encoding: .utf8)
      let revision = main?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
      return revision.isEmpty ? folder : "\(folder)/snapshots/\(revision)"
    }
  }
}
