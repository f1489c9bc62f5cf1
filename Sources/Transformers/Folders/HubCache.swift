internal import Files
internal import Foundation

/// The cache of Hugging Face's libraries: `models--OWNER--NAME/refs/REVISION` holds the name of a folder in `snapshots/`, whose files
/// are links to `blobs/`. Source: huggingface_hub, constants.py and file_download.py.
struct HubCache {
  let folder: String

  init(_ environment: [String: String]) {
    let set = { (key: String) in environment[key].flatMap { $0.isEmpty ? nil : ($0 as NSString).expandingTildeInPath } }
    if let hub = set("HF_HUB_CACHE") ?? set("HUGGINGFACE_HUB_CACHE") {
      folder = hub
    } else {
      let cache = set("XDG_CACHE_HOME") ?? "\(set("HOME") ?? "~")/.cache"
      folder = "\(set("HF_HOME") ?? "\(cache)/huggingface")/hub"
    }
  }

  /// Where a model may be: for the name itself and, where it names no owner, for sentence-transformers' and cross-encoder's model.
  func snapshots(of name: String, revision: String?) -> [String] {
    let names = name.contains("/") ? [name] : [name, "sentence-transformers/\(name)", "cross-encoder/\(name)"]
    return names.map { snapshot(of: "\(folder)/models--\($0.replacingOccurrences(of: "/", with: "--"))", revision ?? "main") }
  }

  /// The snapshot that a reference names or that bears its name, and for main, where there is no reference, the newest one.
  private func snapshot(of model: String, _ revision: String) -> String {
    guard !revision.split(separator: "/").contains("..") else { return model }
    let reference = try? String(contentsOfFile: "\(model)/refs/\(revision)", encoding: .utf8)
    let commit = reference?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    if !commit.isEmpty, !commit.contains("/"), commit != ".." { return "\(model)/snapshots/\(commit)" }
    if revision != "main" { return "\(model)/snapshots/\(revision)" }
    return newest(in: "\(model)/snapshots") ?? model
  }

  /// The folder that was changed last, of several at the same instant the last by name; nil where there is none.
  private func newest(in snapshots: String) -> String? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: snapshots)) ?? []
    let folders = names.map { "\(snapshots)/\($0)" }.filter(Paths.isFolder)
    return folders.max { (changed($0), $0) < (changed($1), $1) }
  }

  private func changed(_ path: String) -> Date {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.modificationDate] as? Date ?? .distantPast
  }
}
