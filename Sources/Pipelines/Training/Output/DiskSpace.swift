internal import Foundation
internal import Parallelism

/// Room on the disk of a folder.
enum DiskSpace {
  /// Free bytes where a folder is, or will be; nil where the system does not say.
  static func free(at path: String) -> Int? {
    var place = path.absolutePath
    while place != "/", !FileManager.default.fileExists(atPath: place) { place = (place as NSString).deletingLastPathComponent }
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: place)
    return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
  }

  /// - Throws: when fewer than `bytes` are free.
  static func require(_ bytes: Int, at path: String) throws {
    guard let free = free(at: path), free < bytes else { return }
    throw PipelinesError.input(
      reason:
        "\(path): the model and its checkpoints take about \(MemoryBudget.text(bytes)), and \(MemoryBudget.text(free)) are free; "
        + "make room, or give --output a folder on another disk")
  }
}
