internal import Files
internal import Foundation

extension ModelFinder {
  /// The models that names find: those of the folder `WINNOW_MODELS`, of the Hugging Face cache and of `./models`, in this order, each
  /// place by name.
  public static func installed() -> [(name: String, folder: String)] {
    installed(environment: ProcessInfo.processInfo.environment, currentFolder: ".")
  }

  package static func installed(environment: [String: String], currentFolder: String) -> [(name: String, folder: String)] {
    let models = environment["WINNOW_MODELS"] ?? ""
    return (models.isEmpty ? [] : children(of: models)) + HubCache(environment).models().filter { holdsModel($0.folder) }
      + children(of: "\(currentFolder)/models")
  }

  private static func children(of folder: String) -> [(name: String, folder: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { (name: $0, folder: "\(folder)/\($0)") }.filter { holdsModel($0.folder) }
  }
}

extension HubCache {
  /// The cached models by the names under which they were published.
  func models() -> [(name: String, folder: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { $0.hasPrefix("models--") }.flatMap { entry in
      let name = entry.dropFirst("models--".count).replacingOccurrences(of: "--", with: "/")
      return snapshots(of: name, revision: nil).prefix(1).map { (name: name, folder: $0) }
    }
  }
}
