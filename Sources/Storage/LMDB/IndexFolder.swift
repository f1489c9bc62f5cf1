internal import Glibc

/// The names in an index folder, and what a folder without a store is called.
enum IndexFolder {
  static let storeName = "winnow.mdb"
  static let buildingName = "winnow.mdb.building"
  static let stagingName = "winnow.staging"
  static let vectorStagingName = "winnow.staging.vectors"
  static let lockName = "writer.lock"

  /// Path of the published store.
  static func store(_ folder: String) -> String { join(folder, storeName) }

  /// Path of the store being built.
  static func building(_ folder: String) -> String { join(folder, buildingName) }

  /// Path of the folder in which an unfinished build keeps its batches.
  static func staging(_ folder: String, _ subject: Staging.Subject = .collection) -> String {
    switch subject {
    case .collection: join(folder, stagingName)
    case .vectors: join(folder, vectorStagingName)
    }
  }

  /// Path of the file writers lock.
  static func lock(_ folder: String) -> String { join(folder, lockName) }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// Why there is no published store in a folder.
  static func whyNoStore(_ folder: String) -> StorageError {
    guard let mode = mode(folder) else {
      return errno == ENOENT ? .folderMissing(path: folder) : systemError(path: folder, doing: "looking at the folder")
    }
    guard mode & S_IFMT == S_IFDIR else { return .notAFolder(path: folder) }
    if self.mode(building(folder)) != nil || self.mode(staging(folder)) != nil { return .halfBuilt(path: folder) }
    guard let names = names(folder) else { return systemError(path: folder, doing: "listing the folder") }
    if names.allSatisfy({ $0 == lockName }) { return .emptyFolder(path: folder) }
    return .notAnIndex(path: folder, reason: "it holds no \(storeName)")
  }

  /// Creates a folder and those above it where they are missing.
  static func create(_ folder: String) throws {
    if let mode = mode(folder) {
      if mode & S_IFMT == S_IFDIR { return }
      throw StorageError.notAFolder(path: folder)
    }
    let parent = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    if !parent.isEmpty { try create(parent) }
    if unsafe mkdir(folder, 0o755) != 0 && errno != EEXIST { throw systemError(path: folder, doing: "creating the folder") }
  }

  private static func mode(_ path: String) -> mode_t? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status.st_mode : nil
  }

  /// The names in a folder, in no order; nil when it cannot be read.
  static func names(_ folder: String) -> [String]? {
    guard let stream = unsafe opendir(folder) else { return nil }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}
