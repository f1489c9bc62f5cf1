public import Foundation

/// The shared folder of real data, `../shared` beside the project's root or where `WINNOW_SHARED` says.
///
/// It is not part of the project: tests that need it carry `.enabled(if: SharedData.available, "needs ../shared")`, so that a
/// run without it lists them as skipped.
public enum SharedData {
  /// The folder, whether or not it exists.
  public static let folder: URL = {
    if let named = ProcessInfo.processInfo.environment["WINNOW_SHARED"], !named.isEmpty {
      return URL(fileURLWithPath: named, isDirectory: true)
    }
    return projectRoot.deletingLastPathComponent().appendingPathComponent("shared", isDirectory: true)
  }()

  /// True when the folder and its data are there.
  public static let available: Bool = exists("data")

  /// The location of a file named relative to the folder, as in `data/lucene/stems.tsv.gz`.
  public static func url(_ path: String) -> URL { folder.appendingPathComponent(path) }

  /// The path of a file named relative to the folder.
  public static func path(_ path: String) -> String { url(path).path }

  /// True when a file or folder named relative to the folder exists.
  public static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: Self.path(path)) }

  /// The bytes of a file, decompressed when they are gzip or zstd.
  public static func bytes(_ path: String) throws -> [UInt8] {
    try Decompression.plain(Array(Data(contentsOf: url(path))), name: path)
  }

  /// The lines of a file, decompressed, without their line feeds; a last line without one counts.
  public static func lines(_ path: String) throws -> [ArraySlice<UInt8>] {
    var lines = try bytes(path).split(separator: 10, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// The project's root: the folder of Package.swift.
  public static let projectRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
}
