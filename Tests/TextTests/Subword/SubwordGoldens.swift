import Foundation
import TestSupport

/// The files that the golden scripts wrote, here or in the folder WINNOW_SUBWORD_GOLDENS names.
enum SubwordGoldens {
  private static let folder =
    ProcessInfo.processInfo.environment["WINNOW_SUBWORD_GOLDENS"].map { URL(fileURLWithPath: $0) }
    ?? SharedData.projectRoot.appendingPathComponent("Tests/TextTests/Goldens/Subword")

  static func read(_ name: String) throws -> [UInt8] { try Array(Data(contentsOf: folder.appendingPathComponent(name))) }

  static func rows(_ name: String) throws -> [TokenizerReference] {
    try read(name).split(separator: 10).map { try TokenizerReference($0) }
  }
}
