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

  /// Bytes of the files in a folder and the folders in it.
  static func taken(by path: String) -> Int {
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return names.reduce(0) { sum, name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
      return sum
        + (attributes?[.type] as? FileAttributeType == .typeRegular ? (attributes?[.size] as? NSNumber)?.intValue ?? 0 : 0)
    }
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
