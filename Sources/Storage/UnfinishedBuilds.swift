internal import Glibc
internal import Synchronization

/// The stores this process is building, so that an interrupted command can remove them.
enum UnfinishedBuilds {
  private static let paths = Mutex(Set<String>())

  static func add(_ path: String) { paths.withLock { _ = $0.insert(path) } }

  static func forget(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  static func removeAll() {
    for path in paths.withLock({ $0 }).sorted() { unsafe unlink(path) }
  }
}
