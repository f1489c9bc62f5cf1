internal import Synchronization

/// The temporary files and folders of writers that have not committed, so that an interrupted command can remove them.
enum UnfinishedFiles {
  private struct State {
    var paths: Set<String> = []
    var nextNumber = 0
  }

  private static let state = Mutex(State())

  /// A name beside the target that no other writer, in this process or another, uses.
  static func name(for target: String) -> String {
    let number = state.withLock { state in
      state.nextNumber += 1
      return state.nextNumber
    }
    return "\(Paths.split(target).folder)/\(prefix(for: target))\(Paths.processID)-\(number)\(ending)"
  }

  private static let ending = ".partial"

  /// File names hold at most 255 bytes; the digits must fit in.
  private static func prefix(for target: String) -> String {
    ".\(String(decoding: Array(Paths.split(target).name.utf8.prefix(200)), as: UTF8.self))."
  }

  /// Removes what writers of this target that were killed have left beside it. Living writers hold a lock on theirs.
  static func removeAbandoned(for target: String) {
    let folder = Paths.split(target).folder
    let prefix = prefix(for: target)
    for name in Paths.names(in: folder) where name.hasPrefix(prefix) && name.hasSuffix(ending) {
      let writer = name.dropFirst(prefix.count).dropLast(ending.count).split(separator: "-")
      guard writer.count == 2, Int(writer[1]) != nil, let process = Int32(writer[0]) else { continue }
      if process > 0, !Paths.isRunning(process) { Paths.removeUnlocked("\(folder)/\(name)") }
    }
  }

  /// Removes the folders that writers of this target that were killed have left beside it.
  static func removeAbandonedFolders(for target: String) {
    let folder = Paths.split(target).folder
    let prefix = prefix(for: target)
    for name in Paths.names(in: folder) where name.hasPrefix(prefix) && name.hasSuffix(ending) {
      let writer = name.dropFirst(prefix.count).dropLast(ending.count).split(separator: "-")
      guard writer.count == 2, Int(writer[1]) != nil, let process = Int32(writer[0]), process > 0 else { continue }
      if !Paths.isRunning(process), Paths.isFolder("\(folder)/\(name)") { Paths.removeTree("\(folder)/\(name)") }
    }
  }

  static func add(_ path: String) { state.withLock { _ = $0.paths.insert(path) } }

  static func forget(_ path: String) { state.withLock { _ = $0.paths.remove(path) } }

  /// Removes one file or folder if it is still unfinished.
  static func remove(_ path: String) {
    if state.withLock({ $0.paths.remove(path) }) != nil { Paths.removeTree(path) }
  }

  static func removeAll() {
    for path in state.withLock({ $0.paths }).sorted() { remove(path) }
  }
}
