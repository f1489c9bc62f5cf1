internal import Synchronization

/// The temporary files of writers that have not committed, so that an interrupted command can remove them.
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
    let (folder, name) = Paths.split(target)
    // File names hold at most 255 bytes; the digits must fit in.
    let prefix = String(decoding: Array(name.utf8.prefix(200)), as: UTF8.self)
    return "\(folder)/.\(prefix).\(Paths.processID)-\(number).partial"
  }

  static func add(_ path: String) { state.withLock { _ = $0.paths.insert(path) } }

  static func forget(_ path: String) { state.withLock { _ = $0.paths.remove(path) } }

  /// Removes one file if it is still unfinished.
  static func remove(_ path: String) {
    if state.withLock({ $0.paths.remove(path) }) != nil { Paths.remove(path) }
  }

  static func removeAll() {
    for path in state.withLock({ $0.paths }).sorted() { remove(path) }
  }
}
