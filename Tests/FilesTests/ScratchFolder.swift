import Foundation

/// A folder of its own that is removed at the end of a test.
final class ScratchFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "winnow-files-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: file(name)))) }

  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

/// SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Bytes that compress a little, with many line feeds and carriage returns.
  mutating func lines(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in
      switch Int.random(in: 0..<20, using: &self) {
      case 0: 10
      case 1: 13
      case 2: UInt8.random(in: 0...255, using: &self)
      default: UInt8.random(in: 97...105, using: &self)
      }
    }
  }
}
